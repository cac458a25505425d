using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Tests.Parameters;

namespace Rnnctl.Models.Tests.Taggers;

/// <summary>
/// Taggers against PyTorch 1.13, two sentences of uneven lengths, with weights in closed form (<see cref="Weights.InClosedForm"/>).
/// <code>
/// import torch
/// from torch.nn import functional as F
/// torch.set_default_dtype(torch.float64)
/// def p(name, *shape):
///     return torch.cos(0.9 * torch.arange(float(torch.Size(shape).numel())) + sum(name.encode())).reshape(shape)
/// def lstm(prefix, suffix, inputs, hidden):
///     net = torch.nn.LSTM(inputs, hidden, bidirectional=True).requires_grad_(False)
///     for name, weight in net.named_parameters(): weight.copy_(p(prefix + name.replace("_l0", suffix), *weight.shape))
///     return net
/// def walk(x, suffix, norm, zoneout, start):
///     get = lambda name, *shape: p(f"encoder.{name}{suffix}", *shape)
///     w, u = get("weight_ih", 8, x.shape[1]), get("weight_hh", 8, 2)
///     h, c, states = [get("initial_" + name, 2) if start else torch.zeros(2) for name in ("hidden", "memory")] + [[]]
///     for row in x:
///         a, b = w @ row, u @ h
///         if norm: a, b = F.layer_norm(a, [8], get("norm_ih", 8)), F.layer_norm(b, [8], get("norm_hh", 8))
///         i, f, g, o = (a + b + get("bias_ih", 8) + get("bias_hh", 8)).chunk(4)
///         memory = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
///         h = zoneout * h + (1 - zoneout) * torch.sigmoid(o) * torch.tanh(memory)
///         c = zoneout * c + (1 - zoneout) * memory
///         states.append(h)
///     return torch.stack(states)
/// def vector(kind, characters):
///     e = p("characters.embedding.weight", 5, 3)[characters]
///     if kind == "lstm": return lstm("characters.", "_l0", 3, 2)(e)[1][0].flatten()
///     if kind == "attention":
///         h = lstm("characters.", "_l0", 3, 2)(e)[0]
///         return (torch.sigmoid(h @ p("characters.attention.weight", 4))[:, None] * h).sum(0)
///     filters = p("characters.convolution.weight", 4, 9).reshape(4, 3, 3).transpose(1, 2)
///     return torch.tanh(F.conv1d(e.T[None], filters, p("characters.convolution.bias", 4), padding=1)).amax(2)[0]
/// def run(layers=1, characters=None, residual=False, norm=False, zoneout=0, start=False, heads=0, context=0):
///     def logits(tokens):
///         x = p("embedding.weight", 4, 4)[tokens]
///         if characters: x = torch.cat([x, torch.stack([vector(characters, words[token]) for token in tokens])], 1)
///         if context:
///             padded = F.pad(x, (0, 0, context, context))
///             x = torch.cat([padded[place:place + len(tokens)] for place in range(2 * context + 1)], 1)
///         for layer in range(layers):
///             if norm or zoneout or start:
///                 forward = walk(x, f"_l{layer}", norm, zoneout, start)
///                 y = torch.cat([forward, walk(x.flip(0), f"_l{layer}_reverse", norm, zoneout, start).flip(0)], 1)
///             else: y = lstm("encoder.", f"_l{layer}", x.shape[1], 2)(x)[0]
///             x = x + y if residual and layer > 0 else y
///         if heads:
///             get = lambda name, *shape: p("attention." + name, *shape)
///             weights = torch.cat([get(name + ".weight", 4, 4) for name in ("query", "key", "value")])
///             biases = torch.cat([get("query.bias", 4), torch.zeros(4), get("value.bias", 4)])
///             x = x + F.multi_head_attention_forward(
///                 x, x, x, 4, heads, weights, biases, None, None, False, 0, get("output.weight", 4, 4), get("output.bias", 4))[0]
///         return F.linear(x, p("output.weight", 2, 4), p("output.bias", 2))
///     words = [[1, 4, 2], [0, 3, 3], [2, 0], [4]]
///     long, short = logits([3, 0, 2]), logits([1, 2])
///     print([x.item() for x in torch.cat([long[0], short[0], long[1], short[1], long[2]])])
/// def mixed(place, h, norm):
///     if norm: h = F.layer_norm(h, h.shape[-1:])
///     get = lambda name, *shape: p(f"contextual_1.{place}.{name}", *shape)
///     return get("scale", 1) * (torch.softmax(get("weights", 3), 0)[:, None, None] * h).sum(0)
/// def mix(at, norm=False):
///     def logits(tokens):
///         h = torch.tensor([[[(j + 1) * (t + 1) / 4 - d * d / 8 - token / 2 for d in range(4)] for t, token in enumerate(tokens)] for j in range(3)])
///         x = p("embedding.weight", 4, 4)[tokens]
///         if at != "output": x = torch.cat([x, mixed("input", h, norm)], 1)
///         y = lstm("encoder.", "_l0", x.shape[1], 2)(x)[0]
///         if at != "input": y = torch.cat([y, mixed("output", h, norm)], 1)
///         return F.linear(y, p("output.weight", 2, y.shape[1]), p("output.bias", 2))
///     long, short = logits([3, 0, 2]), logits([1, 2])
///     print([x.item() for x in torch.cat([long[0], short[0], long[1], short[1], long[2]])])
/// run(layers=2, residual=True)
/// run(layers=2, norm=True)
/// run(layers=2, zoneout=0.25)
/// run(layers=2, residual=True, norm=True, zoneout=0.25, start=True)
/// run(heads=2)
/// run(characters="lstm")
/// run(characters="cnn")
/// run(characters="attention")
/// run(characters="attention", context=2)
/// mix("input")
/// mix("output", norm=True)
/// mix("both")
/// </code>
/// </summary>
public sealed class PyTorchTests
{
    private const double Tolerance = 1e-12;

    private static readonly int[][] Sentences = [[3, 0, 2], [1, 2]];

    // A token's id is its word's.
    private static readonly int[][] Words = [[1, 4, 2], [0, 3, 3], [2, 0], [4]];

    private static readonly TaggerArchitecture Small = new(
        Tokens: 4, Labels: 2, Embedding: 4, CellCatalog.Find("lstm")!, Hidden: 2, Layers: 1, Bidirectional: true, Dropout: 0);

    private static CharacterArchitecture Attending => new(CharacterCell.LstmAttention, Characters: 5, Embedding: 3, Hidden: 2);

    public static TheoryData<string> Names => [.. Printed.Keys];

    /// <summary>The vectors h of the lines above, exact in single precision, <c>[models][layers][sentences][tokens][width]</c>.</summary>
    private static double[][][][][] Contextual { get; } =
    [
        [.. Enumerable.Range(0, 3).Select(j => Sentences.Select(tokens => tokens.Select((token, t) => Enumerable.Range(0, 4).Select(
            d => ((j + 1) * (t + 1) / 4.0) - (d * d / 8.0) - (token / 2.0)).ToArray()).ToArray()).ToArray())],
    ];

    /// <summary>What the lines above print, in their order.</summary>
    private static Dictionary<string, (TaggerArchitecture Architecture, double[] Logits)> Printed { get; } = new()
    {
        ["residual"] = (Small with { Layers = 2, Variant = new LayerVariant { Residual = true } },
        [
            0.9332998365537437, 0.18922595765666206, 0.9536736719684185, 0.1436483855719009, 0.6527047209293774, 0.35621541887166136,
            0.6965450940043089, 0.27355034147008334, 0.45865738223516195, 0.42751856122307286,
        ]),
        ["layer norm"] = (Small with { Layers = 2, Variant = new LayerVariant { LayerNorm = true } },
        [
            0.9943726058436784, 0.29340081946413316, 0.9364803974546496, 0.34425791637914754, 0.9282107675786474, 0.5175205418673812,
            0.8619010066794413, 0.5737758692568478, 0.9120226436941343, 0.38586872640405473,
        ]),
        ["zoneout"] = (Small with { Layers = 2, Variant = new LayerVariant { Zoneout = 0.25 } },
        [
            0.9143385643268378, 0.31687788040952225, 0.8832654077013671, 0.33875807738178, 0.7509041679357342, 0.39399855948112095,
            0.7080289724704725, 0.42455914719465127, 0.6224156355574071, 0.4773913410642432,
        ]),
        ["all of them, learnt initial state"] = (Small with
        {
            Layers = 2,
            Variant = new LayerVariant { Residual = true, LayerNorm = true, Zoneout = 0.25, LearnInitialState = true },
        },
        [
            0.9785064800821142, 0.4501309623571022, 0.8749304569115504, 0.5197148538602493, 0.5936217943633715, 0.7147003558325258,
            0.3299865223816363, 0.9233558532965431, 0.2909783180555362, 0.9256215534528298,
        ]),
        ["self-attention"] = (Small with { SelfAttentionHeads = 2 },
        [
            -1.072372445560199, 2.4722971863568826, -1.0286795542352754, 2.4112921166601344, -1.1831997541125574, 2.487449898360181,
            -1.0973084361320375, 2.3774211505901515, -1.250313711461636, 2.488998453006404,
        ]),
        ["characters by lstm"] = (Small with { Characters = new CharacterArchitecture(CharacterCell.Lstm, Characters: 5, Embedding: 3, Hidden: 2) },
        [
            1.105671618321607, 0.3654189271599707, 0.7416666515176772, 0.7406553976980035, 0.775449328813804, 0.27203745321755535, 0.9627017179140998,
            0.22468644219901604, 0.8596635217272596, 0.26643098875058535,
        ]),
        ["characters by convolution"] = (Small with { Characters = new CharacterArchitecture(CharacterCell.Cnn, Characters: 5, Embedding: 3, Hidden: 4) },
        [
            1.3519872288036159, 0.1292450730600201, 0.81526660656705, 0.6302797218273919, 0.9721379508606518, 0.1974601618186811, 0.9643205084558131,
            0.15273420197459753, 0.9203221078156364, 0.1716331519538093,
        ]),
        ["characters by lstm with attention"] = (Small with { Characters = Attending },
        [
            1.0937296713760087, 0.37888269241756245, 0.761454270725456, 0.7169038207220518, 0.7785485744615461, 0.2697677530220848, 0.9623716436925572,
            0.2280484227638106, 0.8574099665595625, 0.2687282389453306,
        ]),
        ["context of two tokens"] = (Small with { Characters = Attending, ContextWindow = 2 },
        [
            0.8427652042428336, 0.5849622894799086, 0.8635329278106795, 0.5299299594373186, 1.051600503514878, 0.4287292253898845, 0.9182488014675418,
            0.4889454671983016, 0.6930237144546184, 0.6993946193305136,
        ]),
        ["mix at the input"] = (Small with { Contextual = new ContextualArchitecture([new LayerShape(3, 4)], ContextualPlace.Input) },
        [
            0.9257291054788502, 0.45014069583542016, 0.7362138389202834, 0.7480451900927079, 0.7161431795015939, 0.29185038118224915,
            0.9601580044551873, 0.21575869646042622, 0.8163651013346973, 0.2814598484211276,
        ]),
        ["normalised mix at the output"] = (Small with
        {
            Contextual = new ContextualArchitecture([new LayerShape(3, 4)], ContextualPlace.Output) { LayerNorm = true },
        },
        [
            1.0828632795197473, 0.5496105777278151, 1.130583079590747, 0.6201935149149038, 0.9711989617714953, 0.6332358062583618,
            1.0617108450510289, 0.7495700799591993, 0.9035466575253912, 0.6975598525030995,
        ]),
        ["mix at both"] = (Small with { Contextual = new ContextualArchitecture([new LayerShape(3, 4)], ContextualPlace.Both) },
        [
            0.9992501725261486, 0.6350100167272138, 0.7694405554834897, 0.24220392844887265, 0.7110573598479291, 1.034805042668217,
            0.9953665352856144, 0.9752865649481622, 0.8334082711902991, 0.9795930470747108,
        ]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_are_those_of_PyTorch(string name)
    {
        (TaggerArchitecture architecture, double[] expected) = Printed[name];
        double[] logits = PackedTagger.Logits(
            architecture, Weights.InClosedForm(architecture.Parameters()), Sentences, architecture.Characters is null ? null : Words,
            contextual: architecture.Contextual is null ? null : Contextual);
        Assert.Equal(expected.Length, logits.Length);
        foreach ((double wanted, double number) in expected.Zip(logits)) Assert.Equal(wanted, number, Tolerance);
    }
}
