namespace Weir.Prices;

/// <summary>What somebody typed of a price: dollars for a million tokens, as price lists have them.</summary>
internal sealed class PriceForm
{
    private const decimal NanoDollars = 1_000_000_000m;

    private readonly PriceAnswer? _before;

    public PriceForm()
    {
    }

    /// <summary>A new version of a price begins as the one that it follows: also what the form does not show of it stays.</summary>
    public PriceForm(PriceAnswer before)
    {
        _before = before;
        (Model, Upstream, IsFallback) = (before.IsFallback ? "" : before.Models[0], before.Upstream ?? "", before.IsFallback);
        Name = before.Models.Contains(before.Name) || before.IsFallback ? "" : before.Name;
        var rates = before.NanoDollarsPerMillion;
        (Input, Output, CacheRead) = (Dollars(rates.Input), Dollars(rates.Output), Dollars(rates.CacheRead));
        (CacheWrite5m, CacheWrite1h) = (Dollars(rates.CacheWrite5m), Dollars(rates.CacheWrite1h));
    }

    public string Model { get; set; } = "";

    /// <summary>Empty: any.</summary>
    public string Upstream { get; set; } = "";

    public bool IsFallback { get; set; }

    public string Name { get; set; } = "";

    public decimal? Input { get; set; }

    public decimal? Output { get; set; }

    /// <summary>Null: as the input; so are the writes.</summary>
    public decimal? CacheRead { get; set; }

    public decimal? CacheWrite5m { get; set; }

    public decimal? CacheWrite1h { get; set; }

    /// <summary>The first day, in the person's time zone; null: from now on.</summary>
    public DateTime? FirstDay { get; set; }

    public PriceRequest ToRequest(TimeZoneInfo zone) => new()
    {
        Name = string.IsNullOrWhiteSpace(Name) ? null : Name.Trim(),
        Model = IsFallback ? null : Model.Trim(),
        Upstream = IsFallback || Upstream.Length == 0 ? null : Upstream,
        IsFallback = IsFallback,
        StartsAt = FirstDay is { } day ? new DateTimeOffset(day.Date, zone.GetUtcOffset(day.Date)).ToUniversalTime() : null,
        NanoDollarsPerMillion = new()
        {
            Input = Nano(Input),
            Output = Nano(Output),
            CacheRead = Nano(CacheRead),
            CacheWrite5m = Nano(CacheWrite5m),
            CacheWrite1h = Nano(CacheWrite1h),
        },
        Speed = _before?.Speed,
        ServiceTier = _before?.ServiceTier,
        InferenceGeo = _before?.InferenceGeo,
        LongContext = _before?.LongContext,
        NanoDollarsPerToolRequest = _before?.NanoDollarsPerToolRequest,
    };

    private static decimal? Dollars(long? nanoDollars) => nanoDollars / NanoDollars;

    private static long? Nano(decimal? dollars) => dollars is { } amount ? (long)decimal.Round(amount * NanoDollars) : null;
}
