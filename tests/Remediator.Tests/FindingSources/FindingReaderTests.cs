using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Remediator.FindingSources;

namespace Remediator.Tests.FindingSources;

public sealed class FindingReaderTests
{
    private static readonly string Event = Sample.Text("guardduty/c2-activity.json");

    [Fact]
    public void Reads_every_sample() =>
        Assert.All(Sample.All, file => Sample.One(FindingReader.Read(File.ReadAllBytes(file))));

    [Fact]
    public void Keeps_the_document_as_it_came() => Assert.Equal(Event.Trim(), Sample.Read("guardduty/c2-activity.json").Raw);

    [Fact]
    public void Reads_a_file_with_a_byte_order_mark() => Sample.One(FindingReader.Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Event)]));

    [Fact]
    public void Opens_a_message_of_SQS_around_SNS_around_the_event()
    {
        var sns = new JsonObject { ["Type"] = "Notification", ["Message"] = Event }.ToJsonString();
        var sqs = new JsonObject { ["Records"] = new JsonArray(new JsonObject { ["messageId"] = "1", ["body"] = sns }) }.ToJsonString();

        Assert.Equal(Sample.Instance, Sample.One(FindingReader.Read(sqs)).Resources[0].Id);
    }

    [Fact]
    public void Opens_an_SNS_event_and_an_answer_of_ReceiveMessage()
    {
        Sample.One(FindingReader.Read(new JsonObject { ["Records"] = new JsonArray(new JsonObject { ["Sns"] = new JsonObject { ["Message"] = Event } }) }.ToJsonString()));
        Sample.One(FindingReader.Read(new JsonObject { ["Messages"] = new JsonArray(new JsonObject { ["Body"] = Event }) }.ToJsonString()));
    }

    [Fact]
    public void Opens_a_message_that_is_an_object_instead_of_a_string() =>
        Sample.One(FindingReader.Read($$"""{"Type":"Notification","Message":{{Event}}}"""));

    [Fact]
    public void Reads_a_list_and_says_what_it_skipped()
    {
        var result = Assert.IsType<SourceResult.Parsed>(FindingReader.Read($$"""[{{Event}},{"a":1},{{Sample.Text("config/bucket-public-read.json")}}]"""));

        Assert.Equal(["guardduty", "config"], result.Findings.Select(f => f.Source));
        Assert.StartsWith("entry 2: this is an object with the fields 'a'", Assert.Single(result.Skipped), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "an empty list")]
    [InlineData("""{"Findings":[]}""", "an empty list")]
    [InlineData("[1,2]", "a list of 2 entries, none of which could be read; entry 1")]
    [InlineData("{}", "an empty object")]
    [InlineData("null", "null")]
    [InlineData("\"hello\"", "'hello'")]
    [InlineData("""{"FindingIds":["a"]}""", "'FindingIds'")]
    [InlineData("""{"detail-type":"Macie Alert","source":"aws.macie","detail":{}}""", "an event 'Macie Alert' of aws.macie")]
    [InlineData("""{"detail-type":"GuardDuty Finding","source":"not.guardduty","detail":{}}""", "'not.guardduty'")]
    [InlineData("""{"ProductArn":"x","Title":"y"}""", "Security Hub")]
    [InlineData("""{"ProductArn":"x","Id":"y"}""", "no account or no Region")]
    [InlineData("""{"class_uid":2004}""", "OCSF")]
    [InlineData("""{"Type":"Notification","Message":"Your subscription is confirmed"}""", "'Message'")]
    [InlineData("""{"body":"{\"detail\":"}""", "the body of the message is not JSON")]
    public void What_is_no_finding_is_rejected_for_what_it_is(string json, string reason) =>
        Assert.Contains(reason, Sample.Reason(FindingReader.Read(json)), StringComparison.Ordinal);

    [Fact]
    public void An_unrecognised_document_names_the_sources_that_there_are() =>
        Assert.EndsWith("which no finding source reads; the sources are " + string.Join(", ", FindingSourceCatalogue.All.Select(s => s.Name)), Sample.Reason(FindingReader.Read("{}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "line 1, column 1")]
    [InlineData("{\n  \"a\": 1,\n  // no\n}", "line 3, column 3")]
    [InlineData("{\n  \u201ca\u201d: 1\n}", "line 2, column 3")]
    public void What_is_no_JSON_is_rejected_with_its_place(string text, string place) =>
        Assert.Contains(place, Sample.Reason(FindingReader.Read(text)), StringComparison.Ordinal);

    [Fact]
    public void What_is_no_text_is_rejected() => Assert.Contains("UTF-8", Sample.Reason(FindingReader.Read([0x22, 0xFF, 0x22])), StringComparison.Ordinal);

    [Fact]
    public void Half_of_a_surrogate_pair_is_rejected_or_passed_over()
    {
        Assert.Contains("surrogate", Sample.Reason(FindingReader.Read("{\"a\":\"\ud800\"}")), StringComparison.Ordinal);
        Assert.IsType<SourceResult.Rejected>(FindingReader.Read("""{"\ud800":1,"detail":"\udc00"}"""));
        Sample.One(FindingReader.Read(Event.Replace("\"title\": \"", "\"\\ud800\": 1, \"title\": \"\\ud800", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('{', '}')]
    public void Bottomless_nesting_is_rejected(char open, char close)
    {
        var text = open == '[' ? new string(open, 100_000) + new string(close, 100_000) : string.Concat(Enumerable.Repeat("{\"detail\":", 100_000));

        Assert.Contains("not JSON", Sample.Reason(FindingReader.Read(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_within_lists_end_somewhere() =>
        Assert.Contains("levels deep", Sample.Reason(FindingReader.Read(new string('[', 20) + Event + new string(']', 20))), StringComparison.Ordinal);

    [Fact]
    public void A_document_that_is_too_long_is_rejected_before_it_is_parsed() =>
        Assert.Contains("16", Sample.Reason(FindingReader.Read(new string(' ', FindingReader.LongestDocument + 1))), StringComparison.Ordinal);

    [Fact]
    public void A_hostile_name_is_shortened_and_made_visible_in_the_reason()
    {
        var reason = Sample.Reason(FindingReader.Read("{\"detail-type\":\"\\u001b[31m" + new string('x', 5000) + "\",\"source\":\"a\\nb\"}"));

        Assert.DoesNotContain(reason, char.IsControl);
        Assert.True(reason.Length < 400);
    }

    [Fact]
    public void Each_source_says_which_events_are_its_own()
    {
        Assert.All(FindingSourceCatalogue.All, s => Assert.NotEmpty(s.DetailTypes));
        Assert.Equal(Lane.Urgent, FindingSourceCatalogue.Find("guardduty")!.Lane);
        Assert.Equal(Lane.Posture, FindingSourceCatalogue.Find("config")!.Lane);
        Assert.Equal(Lane.Posture, FindingSourceCatalogue.Find("inspector2")!.Lane);
        Assert.All(FindingSourceCatalogue.All, s => Assert.Equal(s.DetailTypes.Order(StringComparer.Ordinal), s.Routes.SelectMany(r => r.DetailTypes).Distinct().Order(StringComparer.Ordinal)));
        Assert.All(FindingSourceCatalogue.All, s => Assert.Equal(s.Routes.Count, s.Routes.Select(r => r.Name).Distinct().Count()));
    }

    [Fact]
    public void Reads_a_thousand_events_in_under_three_seconds()
    {
        var texts = Sample.All.Select(File.ReadAllText).ToList();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++)
            FindingReader.Read(texts[i % texts.Count]);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"{clock.Elapsed.TotalMilliseconds:0} ms");
    }
}
