using CsCheck;

namespace Weir.Accounting.Tests.Estimation;

public sealed class InputBoundTests
{
    private const long PerImage = 5_000;

    private const long PerSurcharge = 50_000;

    private const long Window = 200_000;

    private static readonly Gen<InputBound> Bounds = Gen.Select(
        Gen.Long[0, 400_000], Gen.Double[0, 1], Gen.Int[0, 20], Gen.Bool, Gen.Bool, Gen.Int[0, 3],
        (body, media, images, tools, documents, surcharges) => new InputBound
        {
            BodyBytes = body,
            MediaBytes = (long)(body * media),
            Images = images,
            HasTools = tools,
            HasOpaqueDocuments = documents,
            Surcharges = surcharges,
        });

    [Fact]
    public void Tokens_WithoutSurcharges_StayWithinTheContextWindow() =>
        Bounds.Sample(bound => Tokens(bound with { Surcharges = 0 }) is > 0 and <= Window);

    [Fact]
    public void Tokens_CoverEveryByteThatIsText() => Bounds.Sample(bound => Tokens(bound) >= Math.Min(Window, bound.BodyBytes - bound.MediaBytes));

    [Fact]
    public void Tokens_MoreOfAnything_AreNeverFewer() => Bounds.Sample(bound =>
        Tokens(bound with { BodyBytes = bound.BodyBytes + 1 }) >= Tokens(bound)
        && Tokens(bound with { Images = bound.Images + 1 }) >= Tokens(bound)
        && Tokens(bound with { HasTools = true }) >= Tokens(bound)
        && Tokens(bound with { HasOpaqueDocuments = true }) >= Tokens(bound));

    [Fact]
    public void Tokens_EachSurcharge_IsAddedInFull() =>
        Bounds.Sample(bound => Tokens(bound with { Surcharges = bound.Surcharges + 1 }) == Tokens(bound) + PerSurcharge);

    [Fact]
    public void Tokens_OpaqueDocument_IsTheWholeWindow() => Assert.Equal(Window, Tokens(new InputBound { BodyBytes = 10, HasOpaqueDocuments = true }));

    [Fact]
    public void Tokens_PlainText_AreItsBytesAndTheTemplate() => Assert.Equal(10_000 + 1_024, Tokens(new InputBound { BodyBytes = 10_000 }));

    private static long Tokens(InputBound bound) => bound.Tokens(PerImage, PerSurcharge, Window);
}
