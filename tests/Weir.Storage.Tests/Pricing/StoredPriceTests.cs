using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Storage.Pricing;
using Weir.Storage.Tests.Engines;
using Xunit;

namespace Weir.Storage.Tests.Pricing;

public sealed class StoredPriceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [EachEngine]
    public async Task Price_WrittenAndRead_ReckonsTheSame(Engine engine)
    {
        await using var database = await FreshDatabase.MakeAsync(engine);
        await using var process = database.NewProcess();
        var shipped = ShippedPrices.Anthropic.Prices.First(price => price.Speed.Permille.Count > 0);
        var at = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var written = new StoredPrice
        {
            Id = PriceId.New().Value,
            Version = 1,
            Model = shipped.Models[0],
            Upstream = "anthropic",
            StartsAt = at,
            EndsAt = at.AddDays(1),
            Terms = new()
            {
                Rates = shipped.Rates,
                Speed = shipped.Speed,
                ServiceTier = shipped.ServiceTier,
                InferenceGeo = new() { Permille = shipped.InferenceGeo.Permille, Silent = 1_100 },
                LongContext = new(200_000, 2_000, 1_500),
                ToolFees = shipped.ToolFees,
            },
            CreatedAt = at,
        };
        await using (var db = process.NewContext())
        {
            db.Prices.Add(written);
            await db.SaveChangesAsync(Cancellation);
        }

        await using var later = process.NewContext();
        var read = (await later.Prices.SingleAsync(Cancellation)).ToPrice();
        Assert.False(later.ChangeTracker.HasChanges());
        Assert.Equal((written.Id, "anthropic", at, at.AddDays(1)), (read.Id.Value, read.Upstream, read.ValidFrom, read.ValidUntil!.Value));
        Assert.Equal((shipped.Rates, 1_100, new LongContext(200_000, 2_000, 1_500)), (read.Rates, read.InferenceGeo.Silent, read.LongContext));
        var usage = new Usage(100_000, 50_000, 40_000, 30_000, 20_000);
        var circumstances = new Circumstances { Speed = "fast", ServiceTier = "batch", InferenceGeo = "us", Tools = [new("web_search", 3)] };
        Assert.Equal(written.ToPrice().CostOf(usage, circumstances), read.CostOf(usage, circumstances));
        Assert.Equal(ImmutableArray.Create(shipped.Models[0]), read.Models);
    }
}
