using System.Net.Http.Json;
using Microsoft.Playwright;
using Weir.BrowserTests.Running;
using Weir.TestKit;
using Weir.TestKit.Upstreams;
using Xunit;

namespace Weir.BrowserTests;

public sealed class PlaygroundTests(Installation weir)
{
    /// <summary>One pixel.</summary>
    private static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_LeftBeforeItsScriptHasBegun_LetsTheNextOneShow()
    {
        await using var window = await weir.OpenAsNewUserAsync("quincy");
        var (asked, left) = (new TaskCompletionSource(), new TaskCompletionSource());
        await window.Page.RouteAsync("**/playground.*js", async route =>
        {
            asked.SetResult();
            await left.Task;
            await route.ContinueAsync();
        });
        await window.GoToAsync("/");
        await window.Page.EvaluateAsync("() => Blazor.navigateTo('/playground')");
        await asked.Task.WaitAsync(Cancellation);

        await window.Page.EvaluateAsync("() => Blazor.navigateTo('/keys')");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "API keys", Level = 1 })).ToBeVisibleAsync();
        left.SetResult();
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        // Comes after what the script had to say.
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make the first key" }).ClickAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText("This page could not be shown")).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task Question_IsAnsweredCountedAndShownAsCode()
    {
        weir.Answer("What is a weir, page?", _ => new() { Output = _ => 30, ThinkingTokens = 6 });
        await using var window = await weir.OpenAsNewUserAsync("paula");
        await window.GoToAsync("/playground");
        await window.Page.GetByLabel("System prompt").FillAsync("Be brief, page.");
        await window.Page.GetByLabel("Temperature").FillAsync("0.5");
        await window.Page.GetByLabel("Output, at most tokens").FillAsync("123");
        await window.Page.GetByLabel("Your message").And(window.Page.GetByRole(AriaRole.Textbox)).FillAsync("What is a weir, page?");
        await window.Page.Keyboard.PressAsync("Enter");

        var answer = window.Page.Locator(".playground-answer[data-state=done]");
        await Assertions.Expect(answer).ToContainTextAsync("A weir measures the stream");
        await Assertions.Expect(answer.Locator(".playground-figures")).ToContainTextAsync("30 out");
        await Assertions.Expect(window.Page.Locator("[data-total]")).ToContainTextAsync("tokens, $0.");
        await Assertions.Expect(answer.Locator(".playground-thoughts")).ToBeHiddenAsync();
        await answer.GetByText("Thoughts").ClickAsync();
        await Assertions.Expect(answer.Locator(".playground-thoughts")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();

        var asked = weir.Upstream.Book.Requests.Last(request => request.Text.Contains("What is a weir, page?", StringComparison.Ordinal));
        foreach (var said in new[] { "\"system\":\"Be brief, page.\"", "\"temperature\":0.5", "\"max_tokens\":123" })
        {
            Assert.Contains(said, asked.Text, StringComparison.Ordinal);
        }

        using var client = await weir.SignInAsync("paula", Installation.AdminPassword);
        var stats = await Installation.JsonAsync(await client.GetAsync(new Uri("/api/inference/usage/stats", UriKind.Relative), Cancellation));
        Assert.Equal(30, stats.GetProperty("output_tokens").GetInt64());

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show as code" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog).Locator("pre")).ToContainTextAsync("Be brief, page.");
        await window.Page.GetByRole(AriaRole.Dialog).GetByLabel("Program").SelectOptionAsync("anthropic-python");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog).Locator("pre").Last).ToContainTextAsync("client.messages.create(");
        await window.AssertAccessibleAsync();
    }

    [Fact]
    public async Task Markdown_IsRenderedAndNothingInItBecomesMarkup()
    {
        const string Text = "# Weirs\n\nA **low** dam, see `flow` and [more](https://example.com/a?b=c), not [this](javascript:alert(1)).\n\n- one\n- two\n  1. inner\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nlet x = '<b>';\n```\n\n<img src=x onerror=\"window.hurt = 1\"> <script>window.hurt = 1</script>";
        await using var window = await weir.OpenAsNewUserAsync("mark");
        await window.GoToAsync("/playground");
        var html = await window.Page.EvaluateAsync<string>(
            "async text => { const { render } = await import('/markdown.js'); const into = document.createElement('div'); document.body.append(into); render(text, into); const html = into.innerHTML; into.remove(); return html; }",
            Text);

        Assert.Contains("<h3>Weirs</h3>", html, StringComparison.Ordinal);
        Assert.Contains("<strong>low</strong>", html, StringComparison.Ordinal);
        Assert.Contains("<code>flow</code>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://example.com/a?b=c\"", html, StringComparison.Ordinal);
        Assert.Contains("<ul><li>one</li><li>two<ol><li>inner</li></ol></li></ul>", html, StringComparison.Ordinal);
        Assert.Contains("<td>1</td><td>2</td>", html, StringComparison.Ordinal);
        Assert.Contains("let x = '&lt;b&gt;';", html, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Null(await window.Page.EvaluateAsync<int?>("window.hurt ?? null"));
    }

    [Fact]
    public async Task Answer_IsStoppedByEscape()
    {
        var gate = new Gate();
        weir.Answer("Go on forever", _ => new() { Output = _ => 40, Cues = [new(Point.Event("message_delta"), Act.Pause(gate))] });
        await using var window = await weir.OpenAsNewUserAsync("stella");
        await window.GoToAsync("/playground");
        var box = window.Page.GetByLabel("Your message").And(window.Page.GetByRole(AriaRole.Textbox));
        await box.FillAsync("Go on forever");
        await box.PressAsync("Enter");
        await Assertions.Expect(window.Page.Locator(".playground-answer")).ToContainTextAsync("A weir");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" })).ToBeVisibleAsync();

        await window.Page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(window.Page.Locator(".playground-answer[data-state=stopped]")).ToContainTextAsync("Stopped. What had come by then counts.");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Send" })).ToBeVisibleAsync();
        gate.Open();
    }

    [Fact]
    public async Task ShiftEnter_BeginsALineAndImagesGoWithTheMessage()
    {
        weir.Answer("Two\\nlines", _ => new() { Output = _ => 5 });
        await using var window = await weir.OpenAsNewUserAsync("ivy");
        await window.GoToAsync("/playground");
        await window.Page.Locator("input[name=images]").SetInputFilesAsync(
            (FilePayload[])[new() { Name = "dot.png", MimeType = "image/png", Buffer = Pixel }, new() { Name = "note.txt", MimeType = "text/plain", Buffer = [65] }]);
        await Assertions.Expect(window.Page.GetByText("note.txt is no PNG, JPEG, GIF or WebP picture.")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Remove dot.png" })).ToBeVisibleAsync();
        var box = window.Page.GetByLabel("Your message").And(window.Page.GetByRole(AriaRole.Textbox));
        await box.PressSequentiallyAsync("Two");
        await box.PressAsync("Shift+Enter");
        await box.PressSequentiallyAsync("lines");
        await box.PressAsync("Enter");

        await Assertions.Expect(window.Page.Locator(".playground-answer[data-state=done]")).ToBeVisibleAsync();
        var asked = weir.Upstream.Book.Requests.Last(request => request.Text.Contains("Two\\nlines", StringComparison.Ordinal));
        Assert.Contains($"\"media_type\":\"image/png\",\"data\":\"{Convert.ToBase64String(Pixel)}\"", asked.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoModels_AnswerBesideEachOther()
    {
        await using var window = await weir.OpenAsNewUserAsync("tweedle");
        await window.GoToAsync("/playground");
        await window.Page.GetByLabel("Let it think first").CheckAsync();
        var models = await window.Page.Locator("select[name=model]").Locator("option").AllInnerTextsAsync();
        await window.Page.Locator("select[name=model]").SelectOptionAsync(models[0]);
        await window.Page.GetByLabel("Beside it").SelectOptionAsync(models[^1]);
        var box = window.Page.GetByLabel("Your message").And(window.Page.GetByRole(AriaRole.Textbox));
        await box.FillAsync("Both of you");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Assertions.Expect(window.Page.Locator(".playground-answer[data-state=done]")).ToHaveCountAsync(2);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = models[^1] }).First).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
        await window.AssertFitsAsync();
    }

    [Fact]
    public async Task Question_BeforeTheScriptHasCome_StaysInItsBox()
    {
        var come = new TaskCompletionSource();
        await using var window = await weir.OpenAsNewUserAsync("lotte");
        await window.Page.RouteAsync("**/playground.*js", async route =>
        {
            await come.Task;
            await route.ContinueAsync();
        });
        await window.Page.GotoAsync("/playground");
        await window.Page.WaitForSelectorAsync("html[data-ready]", new() { State = WaitForSelectorState.Attached });
        var box = window.Page.GetByLabel("Your message").And(window.Page.GetByRole(AriaRole.Textbox));
        var send = window.Page.GetByRole(AriaRole.Button, new() { Name = "Send" });
        await box.FillAsync("Too soon?");
        await Assertions.Expect(send).ToBeDisabledAsync();

        come.SetResult();

        await window.ReadyAsync();
        await Assertions.Expect(box).ToHaveValueAsync("Too soon?");
        await send.ClickAsync();
        await Assertions.Expect(window.Page.Locator(".playground-answer")).ToHaveCountAsync(1);
        Assert.Equal(new Uri(weir.Address, "/playground").ToString(), window.Page.Url);
    }

    [Fact]
    public async Task Question_AtALimit_SaysWhyAndWhatToDo()
    {
        var id = await weir.AddUserAsync("limo");
        using (var admin = await weir.SignInAsync("admin", Installation.AdminPassword))
        {
            using var limited = await admin.PutAsJsonAsync($"/admin/api/users/{id}", new { token_limit = 10 }, Cancellation);
            Assert.True(limited.IsSuccessStatusCode);
        }

        await using var window = await weir.OpenAsync(new() { Width = 390, IsDark = true });
        await window.SignInAsync("limo", Installation.AdminPassword);
        await window.GoToAsync("/playground");
        var box = window.Page.GetByLabel("Your message").And(window.Page.GetByRole(AriaRole.Textbox));
        await box.FillAsync("What is a weir?");
        await box.PressAsync("Enter");

        var problem = window.Page.Locator(".playground-answer .problem");
        await Assertions.Expect(problem).ToContainTextAsync("Token limit exceeded. 0 tokens of 10 tokens are used, and this needs up to");
        await Assertions.Expect(problem.GetByRole(AriaRole.Link, new() { Name = "See your limits" })).ToBeVisibleAsync();
        await window.AssertAccessibleAsync();
        await window.AssertFitsAsync();
    }
}
