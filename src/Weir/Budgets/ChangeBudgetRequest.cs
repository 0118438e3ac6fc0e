using System.Text.Json.Serialization;

namespace Weir.Budgets;

/// <summary>
/// The body of <c>PUT /admin/api/budgets/{id}</c>: what is left out stays as it is. Subject, unit and window stay for good: what was counted
/// would be of another kind than what comes.
/// </summary>
internal sealed class ChangeBudgetRequest
{
    /// <summary>What people call it; null takes the name away.</summary>
    /// <remarks>Not <c>init</c>: generated deserializers call every <c>init</c> accessor, also of fields that the body leaves out.</remarks>
    public string? Name
    {
        get;
        set
        {
            field = value;
            SetsName = true;
        }
    }

    /// <summary>True when the body had the field, be it null.</summary>
    [JsonIgnore]
    public bool SetsName { get; private set; }

    /// <summary>In the budget's unit; null takes the cap away.</summary>
    public long? Cap
    {
        get;
        set
        {
            field = value;
            SetsCap = true;
        }
    }

    /// <summary>True when the body had the field, be it null.</summary>
    [JsonIgnore]
    public bool SetsCap { get; private set; }

    /// <summary><c>lower</c> or <c>refuse</c>.</summary>
    public string? WhenShort { get; init; }

    /// <summary>The models, or beginnings of names with a star, that it counts from now on; an empty list: all.</summary>
    public List<string>? Models { get; init; }
}
