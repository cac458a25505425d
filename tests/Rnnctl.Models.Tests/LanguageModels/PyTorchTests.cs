using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Tests.Parameters;

namespace Rnnctl.Models.Tests.LanguageModels;

/// <summary>
/// Language models against PyTorch 1.13, two streams in two windows of two tokens, with weights in closed form (<see cref="Weights.InClosedForm"/>): the
/// loss of each window, and the sum of both losses' gradients, truncated between the windows, at all parameters together.
/// <code>
/// import torch
/// from torch.nn import functional as F
/// torch.set_default_dtype(torch.float64)
/// E, H, V, leaves = 4, 4, 5, []
/// def p(name, weight):
///     i = torch.arange(float(weight.numel()))
///     weight.data.copy_(torch.cos(0.9 * i + sum(name.encode())).reshape(weight.shape))
///     leaves.append(weight)
/// def spell(words, banks, f, padding):
///     def layer(name, out, size):
///         net = torch.nn.Linear(size, out)
///         p(name + ".weight", net.weight), p(name + ".bias", net.bias)
///         return net
///     table = torch.nn.Parameter(torch.empty(5, 3))
///     p("characters.embedding.weight", table)
///     convolutions = [layer(f"characters.convolution_{i}", n, w * 3) for i, (w, n) in enumerate(banks)]
///     gates, transforms = zip(*[[layer(f"characters.highway_{i}.{name}", 9, 9) for name in ("gate", "transform")] for i in range(2)])
///     projection = layer("characters.projection", E, 9)
///     def vector(word):
///         e, parts = table[word].T[None], []
///         for (w, n), net in zip(banks, convolutions):
///             x = F.pad(e, ((w - 1) // 2, w // 2)) if padding else e
///             parts.append(f(F.conv1d(x, net.weight.reshape(n, w, 3).transpose(1, 2), net.bias).amax(2)[0]))
///         x = torch.cat(parts)
///         for gate, transform in zip(gates, transforms):
///             g = torch.sigmoid(gate(x))
///             x = g * torch.relu(transform(x)) + (1 - g) * x
///         return projection(x)
///     return lambda ids: torch.stack([torch.stack([vector(words[i]) for i in row]) for row in ids])
/// def run(directions, tied, layers=2, spelling=None, R=0):
///     leaves.clear()
///     table, w, b = torch.nn.Embedding(V, E), torch.nn.Parameter(torch.empty(V, R or H)), torch.nn.Parameter(torch.empty(V))
///     nets = [torch.nn.LSTM(E, H, layers, proj_size=R) for _ in directions]
///     if spelling: table = spell([[1, 4, 2, 0], [0, 3, 3, 1], [2, 0, 4], [4, 1, 1], [3, 2, 0]], [(1, 2), (2, 3), (3, 4)], *spelling)
///     else: p("embedding.weight", table.weight)
///     for prefix, net in zip(directions, nets):
///         for name, weight in net.named_parameters(): p(prefix + name, weight)
///     if not tied: p("output.weight", w)
///     p("output.bias", b)
///     streams = dict(forward=torch.tensor([[1, 4, 2, 0], [3, 0, 4, 1]]), backward=torch.tensor([[2, 3, 0, 4], [0, 1, 3, 2]]))
///     states, numbers = [None] * len(nets), []
///     for first in (0, 2):
///         losses = []
///         for i, (prefix, net) in enumerate(zip(directions, nets)):
///             x = streams[prefix[:-1]][:, first:first + 2].T
///             y, state = net(table(x), states[i])
///             states[i] = tuple(part.detach() for part in state)
///             losses.append(F.cross_entropy(F.linear(y, table.weight if tied else w, b).reshape(-1, V), ((x + 2) % V).reshape(-1)))
///         loss = sum(losses) / len(losses)
///         numbers.append(loss.item())
///         loss.backward()
///     slope = sum((leaf.grad.flatten() * torch.cos(torch.arange(float(leaf.numel())))).sum() for leaf in leaves)
///     print(numbers + [slope.item()])
/// run(["forward.", "backward."], False)
/// run(["forward.", "backward."], True)
/// run(["backward."], False)
/// run(["forward.", "backward."], False, spelling=(torch.tanh, True))
/// run(["forward.", "backward."], False, spelling=(torch.relu, False))
/// run(["forward.", "backward."], False, R=3)
/// </code>
/// </summary>
public sealed class PyTorchTests : IDisposable
{
    private const double Tolerance = 1e-12;

    private static readonly int[][][] Streams = [[[1, 4, 2, 0], [3, 0, 4, 1]], [[2, 3, 0, 4], [0, 1, 3, 2]]];

    private static readonly LanguageModelArchitecture Small = new(
        Symbols: 5, Embedding: 4, CellCatalog.Find("lstm")!, Hidden: 4, Layers: 2, LanguageModelDirection.Both, Dropout: 0);

    // The words of the five tokens.
    private static readonly int[][] Words = [[1, 4, 2, 0], [0, 3, 3, 1], [2, 0, 4], [4, 1, 1], [3, 2, 0]];

    private static readonly CharacterArchitecture Spelling = new(CharacterCell.Cnn, Characters: 5, Embedding: 3, Hidden: 1)
    {
        Filters = [new FilterBank(1, 2), new FilterBank(2, 3), new FilterBank(3, 4)],
        Highway = 2,
        Projection = 4,
    };

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void Both_directions() => Require(Small, Streams, 1.9580596369114645, 1.8835641449773868, 1.336331546802827);

    [Fact]
    public void Both_directions_with_tied_embeddings() =>
        Require(Small with { TieEmbeddings = true }, Streams, 1.9215222016622377, 1.775880431045877, 1.0448172562068951);

    [Fact]
    public void The_backward_direction_alone() => Require(
        Small with { Direction = LanguageModelDirection.Backward }, Streams[1..], 2.1406244327282336, 1.7425178556393017, 1.6936999491005602);

    [Fact]
    public void Characters_in_windows_around_each() =>
        Require(Small with { Characters = Spelling }, Streams, 1.9186441254743312, 1.8756909624925204, 1.094389940553685);

    [Fact]
    public void Characters_in_whole_windows()
    {
        CharacterArchitecture whole = Spelling with { Activation = ActivationKind.Relu, WholeWindows = true };
        Require(Small with { Characters = whole }, Streams, 1.9105217090408741, 1.881105673106121, 1.106267701104237);
    }

    [Fact]
    public void Both_directions_with_a_projection() => Require(
        Small with { Cell = CellCatalog.Create("lstm", new() { Projection = 3 }) }, Streams, 1.8960395256378697, 1.971901975138427, 0.9246046333406285);

    private void Require(LanguageModelArchitecture architecture, int[][][] streams, double first, double second, double gradient)
    {
        int[][][] labels = [.. streams.Select(direction => direction.Select(stream => stream.Select(token => (token + 2) % 5).ToArray()).ToArray())];
        using var model = new PackedLanguageModel(_backend, architecture, Weights.InClosedForm(architecture.Parameters()), Words);
        double[] surprisals = [.. model.Surprisals(streams, labels, window: 2).SelectMany(direction => direction).SelectMany(stream => stream.Chunk(2))
            .Select(window => window.Sum())];
        double[] means = [.. Enumerable.Range(0, 2).Select(window => surprisals.Where((_, i) => i % 2 == window).Sum() / surprisals.Length)];
        Assert.Equal(first, means[0], Tolerance);
        Assert.Equal(second, means[1], Tolerance);
        Assert.Equal(gradient, model.Gradient(streams, labels, window: 2), Tolerance);
    }
}
