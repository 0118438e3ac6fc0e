using System.Text.Json;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Xunit;

namespace Weir.IntegrationTests.Invites;

/// <summary>What tests of one-time links ask again and again.</summary>
internal static class InviteHost
{
    public const string Password = "six purple otters sing";

    /// <summary>Makes an invite and returns the answer.</summary>
    public static async Task<JsonElement> InviteAsync(this WeirHost weir, object wanted)
    {
        var made = await weir.Admin.AskAsync("POST", "/admin/api/invites", wanted);
        Assert.Equal(201, made.Status);
        return made.Json;
    }

    /// <summary>Makes a link to reset a user's password and returns its code.</summary>
    public static async Task<string> ResetCodeAsync(this WeirHost weir, Guid user)
    {
        var made = await weir.Admin.AskAsync("POST", $"/admin/api/users/{user}/reset");
        Assert.Equal(201, made.Status);
        return made.Json.Text("code");
    }

    public static Task<(int Status, JsonElement Json)> JoinAsync(this HttpClient client, string code, string username, string password = Password) =>
        client.AskAsync("POST", "/auth/join", new { code, username, password });

    public static Task<(int Status, JsonElement Json)> ResetAsync(this HttpClient client, string code, string password = Password) =>
        client.AskAsync("POST", "/auth/reset", new { code, password });

    public static async Task<JsonElement> UserAsync(this WeirHost weir, string username) =>
        Assert.Single((await weir.Admin.AskAsync("GET", $"/admin/api/users?search={username}")).Json.GetProperty("users").EnumerateArray());

    public static string Text(this JsonElement json, string field) => json.GetProperty(field).GetString()!;

    public static async Task<string> StateAsync(this WeirHost weir, Guid invite) => (await weir.Admin.AskAsync("GET", "/admin/api/invites")).Json
        .GetProperty("invites").EnumerateArray().Single(one => one.GetProperty("id").GetGuid() == invite).Text("state");
}
