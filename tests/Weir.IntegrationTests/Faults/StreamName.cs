using System.Globalization;

namespace Weir.IntegrationTests.Faults;

/// <summary>Which stream it is, told by the model's name: the upstream's book and the ledger both have that.</summary>
internal sealed record StreamName(string Account, int Round, int Number)
{
    public static StreamName Parse(string model) => model.Split('-') is [var account, var round, var number]
        ? new(account, int.Parse(round, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture))
        : throw new InvalidDataException(model);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Account}-{Round}-{Number}");
}
