using System.Text.Json;
using Weir.IntegrationTests.Accounts;
using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Budgets.BudgetHost;

namespace Weir.IntegrationTests.Budgets;

public class BudgetEndpointsTests
{
    [Fact]
    public async Task Budget_Made_IsListedFoundChangedAndDeleted()
    {
        await using var weir = await AccountHost.StartAsync();
        var user = await weir.AddUserAsync("mia", null, Cancellation);
        var made = await weir.Admin.AskAsync(
            "POST",
            "/admin/api/budgets",
            new { subject = "user", subject_id = user, name = "pocket money", unit = "nano_dollars", window = "month", time_zone = "Europe/Berlin", cap = 5, when_short = "refuse", models = new[] { "claude-*" } });
        Assert.Equal(201, made.Status);
        var id = made.Json.GetProperty("id").GetGuid();
        Assert.Equal((0, 5), (made.Json.GetProperty("current").GetProperty("posted").GetInt64(), made.Json.GetProperty("left").GetInt64()));
        Assert.True(made.Json.GetProperty("current").GetProperty("resets_at").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
        Assert.Equal(2, (await weir.Admin.AskAsync("GET", $"/admin/api/budgets?subject=user&subject_id={user}")).Json.GetArrayLength());
        Assert.Equal(0, (await weir.Admin.AskAsync("GET", "/admin/api/budgets?subject=everyone")).Json.GetArrayLength());

        var changed = await weir.Admin.AskAsync("PUT", $"/admin/api/budgets/{id}", """{"cap":null,"when_short":"lower","models":[]}""");
        Assert.Equal("lower", changed.Json.GetProperty("when_short").GetString());
        Assert.Equal((JsonValueKind.Null, 0), (changed.Json.GetProperty("cap").ValueKind, changed.Json.GetProperty("models").GetArrayLength()));
        Assert.Equal("pocket money", changed.Json.GetProperty("name").GetString());
        var unnamed = await weir.Admin.AskAsync("PUT", $"/admin/api/budgets/{id}", """{"name":null}""");
        Assert.Equal((JsonValueKind.Null, "lower"), (unnamed.Json.GetProperty("name").ValueKind, unnamed.Json.GetProperty("when_short").GetString()));

        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/budgets/{id}")).Status);
        Assert.Equal(404, (await weir.Admin.AskAsync("GET", $"/admin/api/budgets/{id}")).Status);
    }

    [Theory]
    [InlineData("""{"subject":"everyone","unit":"euros","window":"day"}""", "\"unit\" is missing or wrong: write tokens, input_tokens, output_tokens, nano_dollars or requests.")]
    [InlineData("""{"subject":"everyone","unit":"tokens","window":"week"}""", "\"window\" is missing or wrong: write total, day or month.")]
    [InlineData("""{"subject":"everyone","unit":"tokens","window":"day","time_zone":"Mars/Base"}""", "\"time_zone\" is missing or wrong: write a name of the IANA database, for example Europe/Berlin, America/Sao_Paulo or UTC.")]
    [InlineData("""{"subject":"everyone","unit":"tokens","window":"day","cap":-1}""", "\"cap\" must be 0 or more, or null for no limit.")]
    [InlineData("""{"subject":"everyone","unit":"tokens","window":"day","when_short":"cry"}""", "\"when_short\" must be lower or refuse.")]
    [InlineData("""{"subject":"nobody","unit":"tokens","window":"day"}""", "\"subject\" is missing or wrong: write user, api_key, everyone, upstream or group.")]
    [InlineData("""{"subject":"upstream","upstream":"nowhere","unit":"tokens","window":"day"}""", "\"upstream\" names no upstream: GET /admin/api/upstreams lists them.")]
    [InlineData("""{"subject":"group","unit":"tokens","window":"day"}""", "A budget of a user, an api_key or a group needs \"subject_id\", one of an upstream \"upstream\", its name; one of everyone neither.")]
    [InlineData("""{"subject":"user","subject_id":7,"unit":"tokens","window":"day"}""", "\"subject_id\" must be an id as in \"01890a5d-ac96-774b-bcce-b302099a8057\", or null.")]
    public async Task Budget_ThatCannotBe_IsRefusedWithWhatWould(string body, string error)
    {
        await using var weir = await AccountHost.StartAsync();

        var answer = await weir.Admin.AskAsync("POST", "/admin/api/budgets", body);

        Assert.Equal((400, error), (answer.Status, answer.Error()));
    }

    [Fact]
    public async Task OwnBudget_CanOnlyBeCapped()
    {
        await using var weir = await AccountHost.StartAsync();
        var user = await weir.AddUserAsync("mia", 1_000, Cancellation);
        var own = (await weir.Admin.AskAsync("GET", $"/admin/api/budgets?subject_id={user}")).Json[0];
        var path = $"/admin/api/budgets/{own.GetProperty("id").GetGuid()}";

        Assert.Equal((true, 1_000), (own.GetProperty("is_own").GetBoolean(), own.GetProperty("cap").GetInt64()));
        Assert.Equal(409, (await weir.Admin.AskAsync("DELETE", path)).Status);
        Assert.Equal(409, (await weir.Admin.AskAsync("PUT", path, new { models = new[] { "claude-*" } })).Status);
        Assert.Equal(200, (await weir.Admin.AskAsync("PUT", path, new { cap = 2_000, when_short = "refuse" })).Status);
        Assert.Equal(2_000, (await weir.Admin.AskAsync("GET", $"/admin/api/users/{user}")).Json.GetProperty("token_limit").GetInt64());
    }

    [Fact]
    public async Task Budgets_MoreThanAnAttemptCanHave_AreRefusedWhereverTheyComeFrom()
    {
        await using var weir = await AccountHost.StartAsync();
        var user = await weir.AddUserAsync("mia", null, Cancellation);
        var group = (await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = "class" })).Json.GetProperty("id").GetGuid();
        await weir.AddBudgetAsync(new { subject = "group", subject_id = group, unit = "requests", window = "day" });
        await weir.AddBudgetAsync(new { subject = "everyone", unit = "requests", window = "day" });
        for (var i = 0; i < 5; i++)
        {
            await weir.AddBudgetAsync(new { subject = "user", subject_id = user, unit = "requests", window = "day" });
        }

        Assert.Equal(409, (await weir.Admin.AskAsync("POST", "/admin/api/budgets", new { subject = "user", subject_id = user, unit = "requests", window = "day" })).Status);
        Assert.Equal(409, (await weir.Admin.AskAsync("POST", "/admin/api/budgets", new { subject = "everyone", unit = "requests", window = "day" })).Status);
        Assert.Equal(409, (await weir.Admin.AskAsync("PUT", $"/admin/api/users/{user}", new { group_id = group })).Status);
        Assert.Equal(201, (await weir.Admin.AskAsync("POST", "/admin/api/budgets", new { subject = "group", subject_id = group, unit = "requests", window = "day" })).Status);
    }

    [Fact]
    public async Task Template_IsCopiedToNewUsersOfItsRole()
    {
        await using var weir = await AccountHost.StartAsync();
        var template = await weir.Admin.AskAsync("POST", "/admin/api/budgets/templates", new { role = "user", name = "daily", unit = "requests", window = "day", cap = 7 });
        Assert.Equal(201, template.Status);
        var user = await weir.AddUserAsync("mia", null, Cancellation);
        var administrator = await weir.Admin.AskAsync("POST", "/admin/api/users", new { username = "root", password = WeirHost.AdminPassword, is_admin = 1 });

        var budgets = (await weir.Admin.AskAsync("GET", $"/admin/api/budgets?subject_id={user}")).Json;
        Assert.Equal(2, budgets.GetArrayLength());
        Assert.Contains(budgets.EnumerateArray(), budget => budget.GetProperty("name").GetString() == "daily" && budget.GetProperty("cap").GetInt64() == 7);
        Assert.Equal(1, (await weir.Admin.AskAsync("GET", $"/admin/api/budgets?subject_id={administrator.Json.GetProperty("id").GetGuid()}")).Json.GetArrayLength());
        Assert.Equal(200, (await weir.Admin.AskAsync("DELETE", $"/admin/api/budgets/templates/{template.Json.GetProperty("id").GetGuid()}")).Status);
        Assert.Equal(0, (await weir.Admin.AskAsync("GET", "/admin/api/budgets/templates")).Json.GetArrayLength());
    }

    [Fact]
    public async Task OwnBudgets_AreThoseThatApplyToTheCaller()
    {
        await using var weir = await AccountHost.StartAsync();
        using var mia = await weir.AddAccountAsync("mia", 1_000, Cancellation);
        await weir.AddUserAsync("tom", 1_000, Cancellation);
        await weir.AddBudgetAsync(new { subject = "everyone", unit = "requests", window = "day", cap = 7 });
        using var client = weir.NewClient();

        var bySession = (await mia.Client.AskAsync("GET", "/api/inference/budgets")).Json;
        var byKey = (await client.AskAsync("GET", "/api/inference/budgets", null, ("x-api-key", mia.Key))).Json;

        Assert.Equal(["user", "everyone"], bySession.EnumerateArray().Select(budget => budget.GetProperty("subject").GetString()!));
        Assert.Equal([1_000L, 7L], bySession.EnumerateArray().Select(budget => budget.GetProperty("left").GetInt64()));
        Assert.Equal(["user", "api_key", "everyone"], byKey.EnumerateArray().Select(budget => budget.GetProperty("subject").GetString()!));
    }

    [Fact]
    public async Task Template_Changed_IsCopiedAsItIsNowAndOldCopiesStay()
    {
        await using var weir = await AccountHost.StartAsync();
        var made = await weir.Admin.AskAsync("POST", "/admin/api/budgets/templates", new { role = "user", name = "daily", unit = "requests", window = "day", cap = 7 });
        var path = $"/admin/api/budgets/templates/{made.Json.GetProperty("id").GetGuid()}";
        var before = await weir.AddUserAsync("mia", null, Cancellation);

        var changed = await weir.Admin.AskAsync("PUT", path, new { role = "user", name = "monthly", unit = "tokens", window = "month", time_zone = "Europe/Berlin", cap = 9, when_short = "refuse" });
        var wrong = await weir.Admin.AskAsync("PUT", path, new { role = "nobody", unit = "tokens", window = "month" });
        var unknown = await weir.Admin.AskAsync("PUT", $"/admin/api/budgets/templates/{Guid.CreateVersion7()}", new { role = "user", unit = "tokens", window = "month" });
        var after = await weir.AddUserAsync("tom", null, Cancellation);

        Assert.Equal((200, 400, 404), (changed.Status, wrong.Status, unknown.Status));
        Assert.Equal(("monthly", "tokens", "month", "Europe/Berlin", 9, "refuse"), Terms(changed.Json));
        Assert.Equal(("daily", "requests", "day", "UTC", 7, "lower"), Terms(await CopyAsync(weir, before)));
        Assert.Equal(("monthly", "tokens", "month", "Europe/Berlin", 9, "refuse"), Terms(await CopyAsync(weir, after)));
    }

    [Fact]
    public async Task Budgets_ByPages_AreAllThereOnceTheLatestFirst()
    {
        await using var weir = await AccountHost.StartAsync();
        var user = await weir.AddUserAsync("mia", null, Cancellation);
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            made.Add(await weir.AddBudgetAsync(new { subject = "user", subject_id = user, unit = "requests", window = "day", cap = i }));
        }

        var seen = new List<Guid>();
        var before = "";
        while (true)
        {
            var page = (await weir.Admin.AskAsync("GET", $"/admin/api/budgets?subject=user&uncapped=false&limit=2{before}")).Json.EnumerateArray().ToList();
            seen.AddRange(page.Select(budget => budget.GetProperty("id").GetGuid()));
            if (page.Count == 0)
            {
                break;
            }

            Assert.All(page, budget => Assert.Equal("mia", budget.GetProperty("subject_name").GetString()));
            before = $"&before={seen[^1]}";
        }

        // Ids tell when they were made, those of one millisecond in any order.
        Assert.Equal(made.OrderDescending(), seen);
        Assert.Equal(6, (await weir.Admin.AskAsync("GET", $"/admin/api/budgets?subject_id={user}")).Json.GetArrayLength());
        Assert.Equal(400, (await weir.Admin.AskAsync("GET", "/admin/api/budgets?limit=1001")).Status);
    }

    /// <summary>What is counted for a user, a key, a group and those to come, each at the last place that there is.</summary>
    [Fact]
    public async Task Tally_OfKeysAndTemplates_CountsWhomTheAdditionConcerns()
    {
        await using var weir = await AccountHost.StartAsync();
        using var mia = await weir.AddAccountAsync("mia", null, Cancellation);
        var key = Guid.ParseExact(mia.Key.Split('_')[1], "N");
        for (var i = 0; i < 3; i++)
        {
            await weir.AddBudgetAsync(new { subject = "user", subject_id = mia.Id, unit = "requests", window = "day" });
            await weir.AddBudgetAsync(new { subject = "api_key", subject_id = key, unit = "requests", window = "day" });
        }

        var onKey = await weir.Admin.AskAsync("POST", "/admin/api/budgets", new { subject = "api_key", subject_id = key, unit = "requests", window = "day" });
        var onEveryone = await weir.Admin.AskAsync("POST", "/admin/api/budgets", new { subject = "everyone", unit = "requests", window = "day" });
        var statuses = new List<int>();
        for (var i = 0; i < 7; i++)
        {
            statuses.Add((await weir.Admin.AskAsync("POST", "/admin/api/budgets/templates", new { role = "user", unit = "requests", window = "day" })).Status);
        }

        Assert.Equal((409, 409), (onKey.Status, onEveryone.Status));
        Assert.Equal([201, 201, 201, 201, 201, 201, 409], statuses);
    }

    [Fact]
    public async Task Subjects_AreFoundByAPartOfTheName()
    {
        await using var weir = await AccountHost.StartAsync();
        using var mia = await weir.AddAccountAsync("Mia-Maria", null, Cancellation);
        await weir.AddUserAsync("tom", null, Cancellation);
        await weir.Admin.AskAsync("POST", "/admin/api/groups", new { name = "Class 7b" });

        async Task<string[]> FindAsync(string subject, string search) =>
            [.. (await weir.Admin.AskAsync("GET", $"/admin/api/budgets/subjects?subject={subject}&search={Uri.EscapeDataString(search)}")).Json.EnumerateArray().Select(found => found.GetProperty("name").GetString()!)];

        Assert.Equal(["Mia-Maria"], await FindAsync("user", "mar"));
        Assert.Equal(["Class 7b"], await FindAsync("group", "class"));
        Assert.Equal(["test (Mia-Maria)"], await FindAsync("api_key", "mia"));
        Assert.Empty(await FindAsync("user", "nobody"));
        Assert.Equal(400, (await weir.Admin.AskAsync("GET", "/admin/api/budgets/subjects?subject=dog")).Status);
    }

    private static async Task<JsonElement> CopyAsync(WeirHost weir, Guid user) =>
        (await weir.Admin.AskAsync("GET", $"/admin/api/budgets?subject_id={user}")).Json.EnumerateArray().Single(budget => !budget.GetProperty("is_own").GetBoolean());

    private static (string?, string?, string?, string?, long, string?) Terms(JsonElement budget) => (
        budget.GetProperty("name").GetString(),
        budget.GetProperty("unit").GetString(),
        budget.GetProperty("window").GetString(),
        budget.GetProperty("time_zone").GetString(),
        budget.GetProperty("cap").GetInt64(),
        budget.GetProperty("when_short").GetString());
}
