using System.Globalization;
using Weir.Errors;

namespace Weir.Invites;

/// <summary>Which invites are asked for.</summary>
internal sealed record InviteFilter
{
    public const int UsualLimit = 100;

    /// <summary>A page is built in memory before it is sent.</summary>
    private const int MostLines = 1_000;

    /// <summary>How many at most.</summary>
    public int Limit { get; init; } = UsualLimit;

    /// <summary>Only those made before this one; null: the newest.</summary>
    public Guid? Before { get; init; }

    /// <summary>Null: both.</summary>
    public InvitePurpose? Purpose { get; init; }

    /// <summary>Null: all.</summary>
    public InviteState? State { get; init; }

    /// <summary>Null: the parameters are right.</summary>
    public static ErrorResult? Parse(string? limit, Guid? before, string? purpose, string? state, out InviteFilter filter)
    {
        filter = new() { Before = before };
        if (limit is not null)
        {
            if (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) || lines is < 1 or > MostLines)
            {
                return ErrorResult.BadRequest($"\"limit\" must be a whole number from 1 to {MostLines}.");
            }

            filter = filter with { Limit = lines };
        }

        if (purpose is not null)
        {
            if (!InviteVocabulary.Purposes.TryRead(purpose, out var asked))
            {
                return ErrorResult.BadRequest($"\"purpose\" must be {InviteVocabulary.Purposes.Choices}.");
            }

            filter = filter with { Purpose = asked };
        }

        if (state is not null)
        {
            if (!InviteVocabulary.States.TryRead(state, out var asked))
            {
                return ErrorResult.BadRequest($"\"state\" must be {InviteVocabulary.States.Choices}.");
            }

            filter = filter with { State = asked };
        }

        return null;
    }
}
