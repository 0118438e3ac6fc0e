namespace Weir.Accounting.Tests.Windows;

public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("UTC")]
    [InlineData("Etc/GMT+12")]
    public void Find_NameOfTheDatabase_IsThatZone(string name)
    {
        var zone = TimeZones.Find(name);

        Assert.Equal(name, zone.Id);
        Assert.Same(zone, TimeZones.Find(name));
    }

    [Fact]
    public void Find_EveryZoneOfTheSystem_IsKnown() =>
        Assert.All(TimeZoneInfo.GetSystemTimeZones(), zone => Assert.True(TimeZones.TryFind(zone.Id, out _), zone.Id));

    [Theory]
    [InlineData("Europe/Atlantis")]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("localtime")]
    [InlineData("posix/Europe/Berlin")]
    [InlineData("right/UTC")]
    public void Find_NoSuchZone_SaysWhichAndWhatWouldWork(string name)
    {
        var exception = Assert.Throws<UnknownTimeZoneException>(() => TimeZones.Find(name));

        Assert.Equal(name, exception.Name);
        Assert.Contains($"\"{name}\"", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Europe/Berlin", exception.Message, StringComparison.Ordinal);
        Assert.False(TimeZones.TryFind(name, out _));
    }
}
