namespace Weir.Budgets;

/// <summary>What a budget and a template of one say alike.</summary>
internal abstract class TermsRequest
{
    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary><c>tokens</c>, <c>input_tokens</c>, <c>output_tokens</c>, <c>nano_dollars</c> or <c>requests</c>.</summary>
    public string? Unit { get; init; }

    /// <summary><c>total</c>, <c>day</c> or <c>month</c>.</summary>
    public string? Window { get; init; }

    /// <summary>The IANA time zone in which days and months begin; <c>UTC</c> when left out.</summary>
    public string? TimeZone { get; init; }

    /// <summary>In the unit; null, or left out: count only.</summary>
    public long? Cap { get; init; }

    /// <summary><c>lower</c> (when left out): lower the output to the room left; or <c>refuse</c>.</summary>
    public string? WhenShort { get; init; }

    /// <summary>The models, or beginnings of names with a star, that it counts; none: all.</summary>
    public List<string>? Models { get; init; }
}
