using System.Globalization;
using Weir.TestKit.Ledgers;

namespace Weir.Accounting.Tests.Ledgers;

/// <summary>A judge that finds nothing proves nothing: each invariant is broken once, and must be found.</summary>
public sealed class LedgerInvariantsTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse("2026-11-24T12:00Z", CultureInfo.InvariantCulture);

    private readonly PlainLedger _ledger = new();
    private readonly PlainBudget _budget = new() { Cap = 1_000 };
    private readonly AttemptId _open = AttemptId.New();
    private readonly AttemptId _ended = AttemptId.New();
    private readonly LedgerSnapshot _sound;

    public LedgerInvariantsTests()
    {
        _ledger.Add(_budget);
        foreach (var attempt in (AttemptId[])[_ended, _open])
        {
            _ledger.Reserve(new(attempt, "one", [_budget.Id], PlainDemand.OfTokens(100), 50, 50), Noon, lastChance: true);
        }

        _ledger.Settle(Reported(_ended));
        _sound = _ledger.Snapshot();
    }

    [Fact]
    public void Sound_Ledger_BreaksNothing()
    {
        Assert.Empty(LedgerInvariants.NoOverspend(_sound with { Open = [] }, _sound));
        Assert.Empty(LedgerInvariants.NothingLost(_sound, [_open, _ended]));
        Assert.Empty(LedgerInvariants.Once(_sound));
        Assert.Empty(LedgerInvariants.Unchanged(_sound, _ledger.Snapshot()));
        Assert.Empty(LedgerInvariants.Truth(_sound, Truth(_ended)));
        Assert.Empty(LedgerInvariants.Conservation(_sound));
        Assert.Empty(LedgerInvariants.NoCosmetics(_sound));
    }

    [Fact]
    public void NoOverspend_AdmissionBeyondTheCap_IsFound()
    {
        var overspent = _sound with { Windows = [_sound.Windows[0] with { Cap = 309 }] };

        Assert.Single(LedgerInvariants.NoOverspend(overspent with { Open = [] }, overspent));
        Assert.Empty(LedgerInvariants.NoOverspend(overspent, overspent));
    }

    [Fact]
    public void NothingLost_EntryOrReservationMissing_IsFound()
    {
        Assert.Single(LedgerInvariants.NothingLost(_sound with { Entries = [] }, [_open, _ended]));
        Assert.Single(LedgerInvariants.NothingLost(_sound with { Open = [] }, [_open, _ended]));
        Assert.Single(LedgerInvariants.NothingLost(_sound with { Entries = [.. _sound.Entries, .. _sound.Entries] }, [_open, _ended]));
    }

    [Fact]
    public void Once_EndedTwice_IsFound() => Assert.Single(LedgerInvariants.Once(_sound with { Entries = [.. _sound.Entries, .. _sound.Entries] }));

    [Fact]
    public void Once_OpenThoughEnded_IsFound() => Assert.Single(LedgerInvariants.Once(_sound with { Open = [_sound.Open[0] with { Attempt = _ended }] }));

    [Fact]
    public void Once_OpenTwice_IsFound() => Assert.Single(LedgerInvariants.Once(_sound with { Open = [.. _sound.Open, .. _sound.Open] }));

    [Fact]
    public void Once_CorrectionOfNothing_IsFound() =>
        Assert.Single(LedgerInvariants.Once(_sound with { Entries = [_sound.Entries[0] with { Kind = LedgerEntryKind.Correction }] }));

    [Fact]
    public void Unchanged_AnyDifference_IsFound()
    {
        Assert.Single(LedgerInvariants.Unchanged(_sound, _sound with { Entries = [.. _sound.Entries, .. _sound.Entries] }));
        Assert.Single(LedgerInvariants.Unchanged(_sound, _sound with { Open = [] }));
        Assert.Single(LedgerInvariants.Unchanged(_sound, _sound with { Windows = [_sound.Windows[0] with { Posted = 1 }] }));
    }

    [Fact]
    public void Truth_OtherFiguresOrSource_IsFound()
    {
        Assert.Single(LedgerInvariants.Truth(_sound with { Entries = [_sound.Entries[0] with { Amounts = default }] }, Truth(_ended)));
        Assert.Single(LedgerInvariants.Truth(_sound with { Entries = [_sound.Entries[0] with { Source = UsageSource.Estimated }] }, Truth(_ended)));
        Assert.Single(LedgerInvariants.Truth(_sound, Truth(_open)));
    }

    [Fact]
    public void Conservation_SumsThatDontAddUp_IsFound()
    {
        Assert.Single(LedgerInvariants.Conservation(_sound with { Entries = [] }));
        Assert.Single(LedgerInvariants.Conservation(_sound with { Open = [] }));
    }

    [Fact]
    public void NoCosmetics_OverrunThatIsHidden_IsFound()
    {
        Assert.Equal(10, _sound.Entries[0].Overrun);
        Assert.Single(LedgerInvariants.NoCosmetics(_sound with { Entries = [_sound.Entries[0] with { Overrun = 0 }] }));
    }

    private static PlainSettlement Reported(AttemptId attempt) => new() { Attempt = attempt, Usage = new(100, 0, 0, 0, 60), NanoDollars = 5 };

    private static Dictionary<AttemptId, PlainSettlement> Truth(AttemptId attempt) => new() { [attempt] = Reported(attempt) };
}
