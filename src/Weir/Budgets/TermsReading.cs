using Weir.Accounting;
using Weir.Errors;
using Weir.ModelRoutes;
using Weir.Storage.Ledger;

namespace Weir.Budgets;

/// <summary>Takes what a budget says out of a body, or says everything that is wrong with it.</summary>
internal sealed class TermsReading(TermsRequest request)
{
    private const int LongestName = 200;

    private readonly List<string> _problems = [];

    /// <summary>Why there is none, once <see cref="Read"/> answered null.</summary>
    public ErrorResult Refusal => ErrorResult.BadRequest(string.Join(' ', _problems));

    /// <summary>A template without a role yet, from which a budget can be made too.</summary>
    public BudgetTemplate? Read()
    {
        if (!BudgetVocabulary.Units.TryRead(request.Unit, out var unit))
        {
            Refuse("unit", $"write {BudgetVocabulary.Units.Choices}");
        }

        if (!BudgetVocabulary.Windows.TryRead(request.Window, out var window))
        {
            Refuse("window", $"write {BudgetVocabulary.Windows.Choices}");
        }

        var zone = request.TimeZone ?? "UTC";
        if (!TimeZones.TryFind(zone, out _))
        {
            Refuse("time_zone", "write a name of the IANA database, for example Europe/Berlin, America/Sao_Paulo or UTC");
        }

        if (Check(request.Name, request.Cap, request.WhenShort, request.Models, out var whenShort) is { } wrong)
        {
            _problems.Add(wrong.Error);
        }

        return _problems.Count > 0 ? null : new()
        {
            Id = BudgetId.New().Value,
            Name = request.Name,
            Unit = unit,
            WindowKind = window,
            TimeZone = zone,
            Cap = request.Cap,
            WhenShort = whenShort,
            Models = request.Models ?? [],
        };
    }

    /// <summary>What can also be changed later. Null: nothing is wrong.</summary>
    public static ErrorResult? Check(string? name, long? cap, string? word, List<string>? models, out ShortRoom whenShort)
    {
        whenShort = ShortRoom.Lower;
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Length > LongestName))
        {
            return ErrorResult.BadRequest($"\"name\" must have 1 to {LongestName} characters, or be null.");
        }

        if (cap < 0)
        {
            return ErrorResult.BadRequest("\"cap\" must be 0 or more, or null for no limit.");
        }

        return word is not null && !BudgetVocabulary.WhenShort.TryRead(word, out whenShort)
            ? ErrorResult.BadRequest($"\"when_short\" must be {BudgetVocabulary.WhenShort.Choices}.")
            : AllowedModels.Check(models);
    }

    private void Refuse(string field, string remedy) => _problems.Add($"\"{field}\" is missing or wrong: {remedy}.");
}
