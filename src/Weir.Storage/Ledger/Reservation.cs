using Weir.Accounting;

namespace Weir.Storage.Ledger;

/// <summary>Tokens set aside for one attempt that is open.</summary>
public sealed class Reservation
{
    /// <summary>The attempt's id.</summary>
    public Guid Id { get; set; }

    public Guid ExchangeId { get; set; }

    public ReservationState State { get; set; }

    public Guid UserId { get; set; }

    public Guid? ApiKeyId { get; set; }

    /// <summary><see cref="Name"/> of the upstream.</summary>
    public long UpstreamId { get; set; }

    /// <summary><see cref="Name"/> of the model as the caller named it.</summary>
    public long ModelId { get; set; }

    public DateTimeOffset AdmittedAt { get; set; }

    /// <summary>Input set aside; lowered to what was reported once the upstream said it.</summary>
    public long Input { get; set; }

    /// <summary>True once <see cref="Input"/> is what the upstream reported.</summary>
    public bool InputIsReported { get; set; }

    public long Output { get; set; }

    /// <summary>The output cap the caller asked for; above <see cref="Output"/> when it was lowered.</summary>
    public long AskedOutput { get; set; }

    public long TokensPerSecond { get; set; }

    /// <summary>The conversation of a coding agent that it belongs to, as the agent said.</summary>
    public string? ClientSession { get; set; }

    /// <summary>The agent within it.</summary>
    public string? ClientAgent { get; set; }

    /// <summary>The agent that started that one.</summary>
    public string? ClientParentAgent { get; set; }

    /// <summary>What it costs at the most without any output, in nano-dollars.</summary>
    public long FixedNanoDollars { get; set; }

    /// <summary>What it costs at the most with all of its output, in nano-dollars.</summary>
    public long NanoDollars { get; set; }

    /// <summary>The price that holds for it; null while there is none.</summary>
    public Guid? PriceId { get; set; }

    /// <summary>The process that holds it open.</summary>
    public Guid ReplicaId { get; set; }

    /// <summary>When that process was last known to live, once it was posted in its stead.</summary>
    public DateTimeOffset? AbandonedAt { get; set; }

    /// <summary>Its budget windows with what is set aside in each, as <see cref="Writing.WindowShares"/> packs them.</summary>
    public required byte[] Windows { get; set; }

    public Reservation Copy() => (Reservation)MemberwiseClone();

    public void CopyTo(Reservation other)
    {
        other.Id = Id;
        other.ExchangeId = ExchangeId;
        other.State = State;
        other.UserId = UserId;
        other.ApiKeyId = ApiKeyId;
        other.UpstreamId = UpstreamId;
        other.ModelId = ModelId;
        other.AdmittedAt = AdmittedAt;
        other.Input = Input;
        other.InputIsReported = InputIsReported;
        other.Output = Output;
        other.AskedOutput = AskedOutput;
        other.TokensPerSecond = TokensPerSecond;
        other.FixedNanoDollars = FixedNanoDollars;
        other.NanoDollars = NanoDollars;
        other.PriceId = PriceId;
        other.ReplicaId = ReplicaId;
        other.AbandonedAt = AbandonedAt;
        other.ClientSession = ClientSession;
        other.ClientAgent = ClientAgent;
        other.ClientParentAgent = ClientParentAgent;
        other.Windows = Windows;
    }

    /// <summary>What it sets aside, in each unit.</summary>
    public Weight Weight => new(Input, Output, NanoDollars, 1);
}
