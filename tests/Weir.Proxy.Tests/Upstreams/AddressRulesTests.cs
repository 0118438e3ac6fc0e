using System.Net;
using Weir.Proxy.Upstreams;
using Xunit;

namespace Weir.Proxy.Tests.Upstreams;

public sealed class AddressRulesTests
{
    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.1.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fd00:ec2::254")]
    [InlineData("100.100.100.200")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    public void Address_ThatIsNoUpstreams_IsNeverAllowed(string address)
    {
        Assert.False(AddressRules.Allow(IPAddress.Parse(address), isPrivate: true));
        Assert.False(AddressRules.Allow(IPAddress.Parse(address), isPrivate: false));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("::1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("fd12:3456::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    public void Address_OfAPrivateNetwork_NeedsTheMark(string address)
    {
        Assert.True(AddressRules.Allow(IPAddress.Parse(address), isPrivate: true));
        Assert.False(AddressRules.Allow(IPAddress.Parse(address), isPrivate: false));
    }

    [Theory]
    [InlineData("160.79.104.10")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("2607:6bc0::10")]
    [InlineData("::ffff:160.79.104.10")]
    public void Address_OfTheInternet_IsAllowed(string address) => Assert.True(AddressRules.Allow(IPAddress.Parse(address), isPrivate: false));
}
