using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Encodings.Web;
using Remediator.Notifications;

namespace Remediator.Tests.Notifications;

/// <summary>The messages as people get them; the expected texts are in <c>Golden/</c>, to be read by people too.</summary>
public sealed class GoldenTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<NoticeKind> Kinds => [.. Enum.GetValues<NoticeKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Email_reads_as_expected(NoticeKind kind)
    {
        var email = EmailMessage.Render(Notices.Of(kind));

        Same($"{kind}.email.txt", $"Subject: {email.Subject}\n\n{email.Body}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Slack_message_is_as_expected(NoticeKind kind)
    {
        var json = JsonNode.Parse(SlackMessage.Render(Notices.Of(kind)))!;

        Same($"{kind}.slack.json", json.ToJsonString(Indented) + "\n");
    }

    [Theory]
    [InlineData(NoticeKind.WouldRespond)]
    [InlineData(NoticeKind.ApprovalNeeded)]
    [InlineData(NoticeKind.Contained)]
    public void What_a_principal_left_behind_has_a_place_of_its_own_and_is_told_whole(NoticeKind kind)
    {
        var email = EmailMessage.Render(Notices.LeftBehind(kind));
        var slack = JsonNode.Parse(SlackMessage.Render(Notices.LeftBehind(kind)))!;

        Assert.All(
            [("email.txt", $"Subject: {email.Subject}\n\n{email.Body}"), ("slack.json", slack.ToJsonString(Indented) + "\n")],
            form => Same($"LeftBehind.{kind}.{form.Item1}", form.Item2));
    }

    [Fact]
    public void What_stood_before_and_could_not_be_looked_at_again_reads_as_expected()
    {
        var notice = Notices.Render(NoticeKind.Failed, Records.Instance() with { Failure = "no credentials for account 111122223333: AccessDenied: not authorized to perform: sts:AssumeRole" });
        var email = EmailMessage.Render(notice);

        Assert.All(
            [("email.txt", $"Subject: {email.Subject}\n\n{email.Body}"), ("slack.json", JsonNode.Parse(SlackMessage.Render(notice))!.ToJsonString(Indented) + "\n")],
            form => Same($"NotLookedAtAgain.{form.Item1}", form.Item2));
    }

    private static void Same(string file, string actual)
    {
        var path = Repository.InTests("Notifications", "Golden", file);
        if (Environment.GetEnvironmentVariable("REMEDIATOR_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
            Assert.Fail($"{file} was written; read it, and run again without REMEDIATOR_WRITE_GOLDEN.");
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }
}
