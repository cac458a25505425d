using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

/// <summary>An LSTM language model, forward, as torch_language_model.py has it: Adam, no dropout, states that go on from window to window.</summary>
internal sealed class LanguageModel : IDisposable
{
    private const double LargestNorm = 5;

    private readonly Embedding _embedding;
    private readonly LSTM _recurrent;
    private readonly Linear _output;
    private readonly Parameter[] _parameters;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _x, _y;
    private Tensor _hidden, _memory;

    /// <summary>Creates the model, as wide at the embedding as at the hidden state, and random text, <c>[steps, batch]</c>.</summary>
    public LanguageModel(int hidden, int vocabulary, int layers, int batch, int steps)
    {
        _embedding = nn.Embedding(vocabulary, hidden);
        _recurrent = nn.LSTM(hidden, hidden, layers);
        _output = nn.Linear(hidden, vocabulary);
        _parameters = [.. _embedding.parameters(), .. _recurrent.parameters(), .. _output.parameters()];
        _optimizer = optim.Adam(_parameters, lr: 0.001);
        (_x, _y) = (randint(vocabulary, [steps, batch]), randint(vocabulary, [steps, batch]));
        (_hidden, _memory) = (zeros(layers, batch, hidden), zeros(layers, batch, hidden));
    }

    /// <summary>An update: forward, loss over the whole vocabulary, backward, clipping the norm, the optimiser's step.</summary>
    public void Update()
    {
        using DisposeScope scope = NewDisposeScope();
        _optimizer.zero_grad();
        Loss().backward();
        nn.utils.clip_grad_norm_(_parameters, LargestNorm);
        _optimizer.step();
    }

    /// <summary>The loss without its gradient.</summary>
    public void Evaluate()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Loss();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nn.Module module in new nn.Module[] { _embedding, _recurrent, _output }) module.Dispose();
        _optimizer.Dispose();
        foreach (Tensor tensor in new[] { _x, _y, _hidden, _memory }) tensor.Dispose();
    }

    private Tensor Loss()
    {
        (Tensor states, Tensor hidden, Tensor memory) = _recurrent.call(_embedding.call(_x), (_hidden, _memory));
        _hidden.Dispose();
        _memory.Dispose();
        (_hidden, _memory) = (hidden.detach().MoveToOuterDisposeScope(), memory.detach().MoveToOuterDisposeScope());
        return nn.functional.cross_entropy(_output.call(states).flatten(0, 1), _y.flatten());
    }
}
