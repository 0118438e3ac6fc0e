namespace Weir.Upstreams;

/// <summary>What somebody typed into the form of an upstream. Numbers that are left empty take what is usual.</summary>
internal sealed class UpstreamForm
{
    public string Kind { get; set; } = "anthropic";

    public string Name { get; set; } = "";

    /// <summary>Empty: the vendor's own.</summary>
    public string Address { get; set; } = "";

    /// <summary>Empty: none, or the one that is there already.</summary>
    public string Key { get; set; } = "";

    /// <summary>Takes away the key that is there.</summary>
    public bool TakesKeyAway { get; set; }

    /// <summary>Null: as is usual for the kind and the address.</summary>
    public bool? IsPrivate { get; set; }

    public string Dialects { get; set; } = "";

    public long? MostConcurrent { get; set; }

    public long? ConnectSeconds { get; set; }

    public long? FirstByteSeconds { get; set; }

    public long? IdleSeconds { get; set; }

    /// <summary>Empty: as is usual for the kind.</summary>
    public string WhenClientGone { get; set; } = "";

    public long? SurchargeTokens { get; set; }

    public bool RefusesSurcharges { get; set; }

    public static UpstreamForm Of(UpstreamAnswer upstream) => new()
    {
        Kind = upstream.Kind,
        Name = upstream.Name,
        Address = upstream.BaseUrl,
        IsPrivate = upstream.IsPrivate,
        Dialects = string.Join(", ", upstream.Dialects),
        MostConcurrent = upstream.MostConcurrent,
        ConnectSeconds = upstream.ConnectSeconds,
        FirstByteSeconds = upstream.FirstByteSeconds,
        IdleSeconds = upstream.IdleSeconds,
        WhenClientGone = upstream.WhenClientGone,
        SurchargeTokens = upstream.SurchargeTokens,
        RefusesSurcharges = upstream.RefusesSurcharges,
    };

    /// <summary>A kind has its own usual name, which stands there until somebody types another.</summary>
    public void Choose(string kind)
    {
        if (Name.Length == 0 || Name == UpstreamPresets.Of(Kind).Name)
        {
            Name = UpstreamPresets.Of(kind).Name;
        }

        Kind = kind;
    }

    public UpstreamRequest ToRequest()
    {
        var request = new UpstreamRequest
        {
            Name = Name.Trim(),
            Kind = Kind,
            BaseUrl = Text(Address),
            IsPrivate = IsPrivate,
            Dialects = Text(Dialects) is null ? null : [.. Dialects.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            MostConcurrent = MostConcurrent,
            ConnectSeconds = ConnectSeconds,
            FirstByteSeconds = FirstByteSeconds,
            IdleSeconds = IdleSeconds,
            WhenClientGone = Text(WhenClientGone),
            SurchargeTokens = SurchargeTokens,
            RefusesSurcharges = RefusesSurcharges,
        };
        if (TakesKeyAway || Text(Key) is not null)
        {
            request.ApiKey = TakesKeyAway ? null : Key.Trim();
        }

        return request;
    }

    private static string? Text(string written) => string.IsNullOrWhiteSpace(written) ? null : written.Trim();
}
