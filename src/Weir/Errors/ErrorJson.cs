using System.Text.Json.Serialization;

namespace Weir.Errors;

/// <summary>JSON of errors.</summary>
[JsonSerializable(typeof(ErrorAnswer))]
internal sealed partial class ErrorJson : JsonSerializerContext;
