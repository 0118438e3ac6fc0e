using Weir.Accounting;
using Weir.Errors;

namespace Weir.ModelRoutes;

/// <summary>What a user or an API key can be limited to: names of models, and beginnings of names with a star.</summary>
internal static class AllowedModels
{
    private const int Most = 100;

    /// <summary>Null: the list is one, or there is none.</summary>
    public static ErrorResult? Check(List<string>? models) =>
        models is null || (models.Count <= Most && models.TrueForAll(model => model is not null && ModelPattern.IsWellFormed(model)))
            ? null
            : ErrorResult.BadRequest($"\"models\" must be a list of at most {Most} model names; a star can stand at the end of one alone, for example claude-*.");
}
