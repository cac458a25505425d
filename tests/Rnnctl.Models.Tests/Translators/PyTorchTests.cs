using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Models.Tests.Parameters;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Tests.Translators;

/// <summary>
/// Translators against PyTorch 1.13, two pairs of uneven lengths, with weights in closed form (<see cref="Weights.InClosedForm"/>): the surprisals of the
/// targets' symbols, and the loss's gradient at all parameters together.
/// <code>
/// import torch
/// from torch.nn import functional as F
/// torch.set_default_dtype(torch.float64)
/// E, H, V, leaves = 4, 4, 5, []
/// def p(name, *shape, weight=None):
///     i = torch.arange(float(torch.Size(shape).numel()))
///     value = torch.cos(0.9 * i + sum(name.encode())).reshape(shape)
///     leaves.append(value if weight is None else weight)
///     if weight is not None: weight.data.copy_(value)
///     return leaves[-1].requires_grad_()
/// def lstm(prefix, inputs, hidden, layers, bidirectional):
///     net = torch.nn.LSTM(inputs, hidden, layers, bidirectional=bidirectional)
///     for name, weight in net.named_parameters(): p(prefix + name, *weight.shape, weight=weight)
///     return net
/// def run(kind, previous=False, feeding=False, context=None, use="", start="copy", tied=False, deep=1):
///     leaves.clear()
///     source, target = p("source_embedding.weight", V, E), p("target_embedding.weight", V, E)
///     inputs = E + H * ("every" in use) + H * (feeding or previous)
///     encoder, decoder = lstm("encoder.", E, H // 2, deep, True), lstm("decoder.", inputs, H, 1, False)
///     if context == "transform": w_c, b_c = p("context.weight", H, H), p("context.bias", H)
///     if start == "backward": w_s = p("initial.weight_l0", H, H // 2)
///     names = dict(additive="query key", general="query", scaled="query key value output").get(kind, "")
///     w = {name: p(f"attention.{name}.weight", H, H) for name in names.split()}
///     if kind == "additive": b, v = p("attention.query.bias", H), p("attention.scorer", H)
///     if kind != "none": w_r, b_r = p("readout.weight", H, 2 * H), p("readout.bias", H)
///     w_o, b_o = target if tied else p("output.weight", V, H), p("output.bias", V)
///     def attend(s, h):
///         if kind == "scaled":
///             return F.multi_head_attention_forward(
///                 s, h, h, H, 2, torch.cat([w["query"], w["key"], w["value"]]), torch.zeros(3 * H), None, None, False, 0, w["output"], None)[0]
///         if kind == "additive": scores = torch.tanh(F.linear(s, w["query"], b) + F.linear(h, w["key"])) @ v
///         else: scores = h @ (F.linear(s, w["query"]) if kind == "general" else s)[0]
///         return (F.softmax(scores, 0) @ h)[None]
///     def surprisals(symbols, before, labels):
///         h, (last, memory) = encoder(source[symbols])
///         last, memory, zeros, readouts = last[-2:].reshape(1, H), memory[-2:].reshape(1, H), torch.zeros(1, H), []
///         if context == "transform": c = torch.tanh(F.linear(last, w_c, b_c))
///         else: c = h.mean(0, keepdim=True) if context == "mean" else last
///         state = (last, memory) if start == "copy" else (zeros, zeros)
///         if start == "backward": state = (torch.tanh(F.linear(h[:1, H // 2:], w_s)), zeros)
///         if "initial" in use: state = (c, zeros)
///         fed = zeros
///         for symbol in before:
///             x = target[symbol][None]
///             if "every" in use: x = torch.cat([x, c], 1)
///             if previous: fed = attend(state[0], h)
///             s, state = decoder(torch.cat([x, fed], 1) if feeding or previous else x, state)
///             r = s if kind == "none" else torch.tanh(F.linear(torch.cat([fed if previous else attend(s, h), s], 1), w_r, b_r))
///             if feeding: fed = r
///             readouts.append(r)
///         return F.cross_entropy(F.linear(torch.cat(readouts), w_o, b_o), torch.tensor(labels), reduction="none")
///     long, short = surprisals([3, 0], [1, 4, 2], [4, 2, 0]), surprisals([1, 4, 2], [1, 3], [3, 0])
///     ((long.sum() + short.sum()) / 5).backward()
///     slope = sum((leaf.grad.flatten() * torch.cos(torch.arange(float(leaf.numel())))).sum() for leaf in leaves)
///     print([x.item() for x in (long[0], short[0], long[1], short[1], long[2], slope)])
/// run("dot")
/// run("general")
/// run("additive")
/// run("scaled")
/// run("dot", feeding=True)
/// run("general", previous=True)
/// run("additive", previous=True, start="backward")
/// run("none")
/// run("none", context="last", use="initial")
/// run("none", context="mean", use="every", start="zero")
/// run("none", context="transform", use="initial every")
/// run("dot", tied=True)
/// run("dot", deep=2)
/// </code>
/// </summary>
public sealed class PyTorchTests
{
    private const double Tolerance = 1e-12;

    private static readonly int[][] Sources = [[1, 4, 2], [3, 0]];
    private static readonly int[][] Targets = [[4, 2, 0], [3, 0]];
    private static readonly int[] Places = [1, 0];

    private static readonly CellDefinition Lstm = CellCatalog.Find("lstm")!;

    private static readonly TranslatorArchitecture Small = new(
        SourceSymbols: 5, TargetSymbols: 5, Embedding: 4, Lstm, Lstm, Hidden: 4, Layers: 1, Bidirectional: true, Dropout: 0)
    {
        Attention = AttentionKind.Dot,
    };

    private static readonly TranslatorArchitecture Blind = Small with { Attention = AttentionKind.None };

    public static TheoryData<string> Names => [.. Printed.Keys];

    /// <summary>What the lines above print, in their order.</summary>
    private static Dictionary<string, (TranslatorArchitecture Architecture, double[] Numbers)> Printed { get; } = new()
    {
        ["dot"] = (Small,
        [
            3.5917672093791673, 2.0540942284782218, 3.6241957200553214, 1.612241707133847, 1.2475989071376743, -0.16980460455782637,
        ]),
        ["general"] = (Small with { Attention = AttentionKind.General },
        [
            3.5874243332415845, 2.055700468363164, 3.618170533350065, 1.6116859592485206, 1.2526723106302522, -0.18503852622199607,
        ]),
        ["additive"] = (Small with { Attention = AttentionKind.Additive },
        [
            3.604764273828537, 2.053976054578996, 3.6276692665331156, 1.6119458816060228, 1.2434012266657617, -0.15522967040606173,
        ]),
        ["two heads"] = (Small with { Attention = AttentionKind.ScaledDot, Heads = 2 },
        [
            4.069500443619792, 1.8132589488119801, 3.874170979063201, 1.5084082735482536, 1.2210775717009268, 0.412323570993611,
        ]),
        ["input feeding"] = (Small with { InputFeeding = true },
        [
            2.770896149383448, 2.697384528238823, 3.5006065786613556, 2.9663445657941008, 0.9983065380089927, -0.2552376132328714,
        ]),
        ["general, asked by the state before"] = (Small with { Attention = AttentionKind.General, Query = AttentionQuery.Previous },
        [
            2.9165864937583343, 2.694932296667266, 2.6463070113411273, 3.0569501780176362, 0.957404415005567, -0.006636623967122279,
        ]),
        ["additive, asked by the state before, backward start"] = (Small with
        {
            Attention = AttentionKind.Additive,
            Query = AttentionQuery.Previous,
            InitialState = InitialStateKind.Backward,
        },
        [
            2.24788445641597, 2.999546216544084, 2.322157441064962, 3.1058503661993, 1.3115674561201331, 0.4074002775805531,
        ]),
        ["no attention, copied start"] = (Blind,
        [
            1.9615735006438002, 3.1649169804532526, 1.4543506640730932, 0.9841622912773588, 1.0299721362203222, 0.6105876143326816,
        ]),
        ["no attention, last state at the start"] = (Blind with { ContextUse = ContextUse.Initial },
        [
            2.356812493754168, 3.059311455609461, 1.566523707039066, 0.8257702258479934, 0.97761413285125, 0.35872776547104673,
        ]),
        ["no attention, mean at every step, start from zero"] = (Blind with
        {
            Context = ContextKind.Mean,
            ContextUse = ContextUse.EveryStep,
            InitialState = InitialStateKind.Zero,
        },
        [
            2.876778189350693, 2.6607336225173555, 1.8773344469974202, 0.9089599091096484, 1.03492570548148, 0.7984145774587758,
        ]),
        ["no attention, transformed state in both places"] = (Blind with { Context = ContextKind.Transform, ContextUse = ContextUse.Both },
        [
            2.4861540783227603, 2.7353305530140517, 1.7553626299956804, 0.9620047202889229, 1.022030080232448, 0.47189123446534426,
        ]),
        ["dot, tied embeddings"] = (Small with { TieEmbeddings = true },
        [
            3.7136259257519897, 1.9026058832248103, 3.454957874096299, 1.3276123230754462, 0.9626712023314746, -0.09426600741900071,
        ]),
        ["dot, two layers in the encoder"] = (Small with { EncoderLayers = 2 },
        [
            2.19588067690235, 2.821004836004137, 3.116708033517237, 1.386983657057864, 1.374195112071399, 0.09815540263196587,
        ]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Surprisals_and_gradients_are_those_of_PyTorch(string name)
    {
        (TranslatorArchitecture architecture, double[] expected) = Printed[name];
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var translator = new PackedTranslator(backend, architecture, Weights.InClosedForm(architecture.Parameters()));
        (double[] surprisals, double gradient) = translator.Learn(Sources, Targets, Places);
        double[] numbers = [.. surprisals, gradient];
        Assert.Equal(expected.Length, numbers.Length);
        foreach ((double wanted, double number) in expected.Zip(numbers)) Assert.Equal(wanted, number, Tolerance);
    }
}
