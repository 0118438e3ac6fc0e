using System.Security.Cryptography;
using System.Text;
using Weir.Storage.Accounts;

namespace Weir.SetUp;

/// <summary>
/// The one-time link with which the first administrator is made. Its code is new at each start, lives in memory alone and is of no
/// use once there is an administrator.
/// </summary>
internal sealed class SetUpLink
{
    public const string Path = "/setup";

    private readonly string _code = RandomSecret.New();

    public string PathAndQuery => $"{Path}?code={_code}";

    public bool Fits(string? code) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code ?? ""), Encoding.UTF8.GetBytes(_code));
}
