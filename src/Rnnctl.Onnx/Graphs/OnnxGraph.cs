using Rnnctl.Onnx.Schema;

namespace Rnnctl.Onnx.Graphs;

/// <summary>
/// A graph that is being built: each operation adds a node and returns its result. The body of a loop is a graph too; it reads values of the graph around it by
/// their names, and its constants are those of the whole model.
/// </summary>
internal sealed class OnnxGraph
{
    /// <summary>Creates a graph without nodes.</summary>
    public OnnxGraph(string name)
        : this(name, new Initializers())
    {
    }

    private OnnxGraph(string name, Initializers initializers) => (Proto, Initializers) = (new GraphProto { Name = name }, initializers);

    /// <summary>The nodes, inputs and outputs.</summary>
    public GraphProto Proto { get; }

    /// <summary>The constants of the whole model.</summary>
    public Initializers Initializers { get; }

    /// <summary>The body of a loop in this graph.</summary>
    public OnnxGraph NewBody(string operation) => new(Initializers.NewName(operation), Initializers);

    /// <summary>An input.</summary>
    public GraphValue Input(string name, ElementType type, string description, params ReadOnlySpan<Axis> axes)
    {
        Proto.Input.Add(Described(name, type, description, axes));
        return new GraphValue(name);
    }

    /// <summary>Makes a value an output under a name of its own.</summary>
    public void Output(string name, GraphValue value, ElementType type, string description, params ReadOnlySpan<Axis> axes)
    {
        Name(value, name);
        Proto.Output.Add(Described(name, type, description, axes));
    }

    /// <summary>An input of a loop's body, whose shape follows from what the loop reads.</summary>
    public GraphValue BodyInput(ElementType type)
    {
        string name = Initializers.NewName("Body");
        Proto.Input.Add(Described(name, type));
        return new GraphValue(name);
    }

    /// <summary>Makes a value an output of a loop's body.</summary>
    public void BodyOutput(GraphValue value, ElementType type)
    {
        // One value may be both a state and an output, or a value of the graph around the body: each output has a node of its own.
        string name = Initializers.NewName("Body");
        Name(value, name);
        Proto.Output.Add(Described(name, type));
    }

    /// <summary>Adds a node with one result.</summary>
    public GraphValue Apply(string operation, ReadOnlySpan<GraphValue> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        ApplyMany(operation, 1, inputs, attributes)[0];

    /// <summary>Adds a node with several results.</summary>
    public GraphValue[] ApplyMany(string operation, int results, ReadOnlySpan<GraphValue> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var values = new GraphValue[results];
        for (int i = 0; i < results; i++) values[i] = new GraphValue(Initializers.NewName(operation));
        Add(operation, inputs, attributes, values);
        return values;
    }

    /// <summary>A parameter as a constant, <c>[rows, columns]</c>.</summary>
    public GraphValue Matrix(WeightMatrix weight) => Initializers.AddFloats(weight.Name, [weight.Rows, weight.Columns], weight.Values);

    /// <summary>A parameter as a constant, <c>[columns]</c>.</summary>
    public GraphValue Vector(WeightMatrix weight) => Initializers.AddFloats(weight.Name, [weight.Values.Length], weight.Values);

    /// <summary>A constant list of whole numbers.</summary>
    public GraphValue Integers(params ReadOnlySpan<long> numbers) =>
        Initializers.AddIntegers($"integers_{string.Join('_', numbers.ToArray())}", [numbers.Length], numbers);

    /// <summary>A constant whole number without axes.</summary>
    public GraphValue Integer(long number) => Initializers.AddIntegers($"integer_{number}", [], [number]);

    /// <summary>A constant number without axes.</summary>
    public GraphValue Number(double number) => Initializers.AddFloats(FormattableString.Invariant($"number_{(float)number:R}"), [], [(float)number]);

    private void Name(GraphValue value, string name) => Add("Identity", [value], [], [new GraphValue(name)]);

    private void Add(string operation, ReadOnlySpan<GraphValue> inputs, ReadOnlySpan<AttributeProto> attributes, ReadOnlySpan<GraphValue> results)
    {
        var node = new NodeProto { OpType = operation, Name = results[0].Name + "_node" };
        foreach (GraphValue input in inputs) node.Input.Add(input.Name ?? "");
        foreach (GraphValue result in results) node.Output.Add(result.Name);
        foreach (AttributeProto attribute in attributes) node.Attribute.Add(attribute);
        Proto.Node.Add(node);
    }

    private static ValueInfoProto Described(string name, ElementType type) =>
        new() { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } } };

    private static ValueInfoProto Described(string name, ElementType type, string description, ReadOnlySpan<Axis> axes)
    {
        ValueInfoProto value = Described(name, type);
        value.DocString = description;
        value.Type.TensorType.Shape = new TensorShapeProto();
        foreach (Axis axis in axes)
        {
            var dimension = new TensorShapeProto.Types.Dimension();
            if (axis.Name is { } axisName) dimension.DimParam = axisName;
            else dimension.DimValue = axis.Size;
            value.Type.TensorType.Shape.Dim.Add(dimension);
        }

        return value;
    }
}
