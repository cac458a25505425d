using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rnnctl.Inference.Configurations;

/// <summary>Writes an enumeration's values as the command line spells them: <c>inverse-sqrt</c>.</summary>
/// <typeparam name="TEnum">The enumeration.</typeparam>
public sealed class KebabCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
