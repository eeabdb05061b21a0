using System.Text;
using System.Text.Json;
using Amazon.Lambda.DynamoDBEvents;
using Amazon.Lambda.SQSEvents;
using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class EventTests
{
    [Fact]
    public void Reads_an_SQS_batch()
    {
        var batch = SQSEvent.Read("""
            {"Records":[{"messageId":"059f36b4","receiptHandle":"AQEB","body":"{\"id\":1}","attributes":{"ApproximateReceiveCount":"2","SentTimestamp":"1545082649183"},
            "messageAttributes":{"kind":{"stringValue":"x","stringListValues":[],"binaryListValues":[],"dataType":"String"},"raw":{"binaryValue":"AQI=","dataType":"Binary"}},
            "md5OfBody":"e4e6","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:q","awsRegion":"us-east-2"}]}
            """u8.ToArray());

        var message = Assert.Single(batch.Records);
        Assert.Equal(("059f36b4", "AQEB", """{"id":1}"""), (message.MessageId, message.ReceiptHandle, message.Body));
        Assert.Equal("2", message.Attributes["ApproximateReceiveCount"]);
    }

    [Fact]
    public void Answers_an_SQS_batch_in_part()
    {
        var answer = new SQSBatchResponse { BatchItemFailures = [new() { ItemIdentifier = "059f36b4" }] };

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"059f36b4"}]}""", Encoding.UTF8.GetString(answer.Write().Span));
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(new SQSBatchResponse().Write().Span));
    }

    [Fact]
    public void Reads_a_stream_record_with_every_kind_of_value()
    {
        var batch = JsonSerializer.Deserialize("""
            {"Records":[{"eventID":"1","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1",
            "userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},
            "dynamodb":{"ApproximateCreationDateTime":1693997155.0,"Keys":{"Id":{"N":"101"}},"SequenceNumber":"21258800000000008186106757","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES",
            "NewImage":{"S":{"S":"s"},"B":{"B":"AQI="},"T":{"BOOL":false},"U":{"NULL":true},"M":{"M":{"in":{"S":"x"}}},"L":{"L":[{"N":"1"}]},"SS":{"SS":["a"]},"NS":{"NS":["1"]},"BS":{"BS":["AQ=="]}},
            "OldImage":{}},
            "eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2024"}]}
            """, LambdaEventsJson.Default.DynamoDBEvent)!;

        var record = Assert.Single(batch.Records);
        Assert.Equal(("MODIFY", "1"), (record.EventName, record.EventID));
        Assert.Equal("dynamodb.amazonaws.com", record.UserIdentity?.PrincipalId);
        Assert.Equal("21258800000000008186106757", record.Dynamodb.SequenceNumber);
        Assert.Equal("101", record.Dynamodb.Keys["Id"].N);
        var image = record.Dynamodb.NewImage!;
        Assert.Equal("s", image["S"].S);
        Assert.Equal([1, 2], image["B"].B);
        Assert.False(image["T"].BOOL);
        Assert.True(image["U"].NULL);
        Assert.Equal("x", image["M"].M!["in"].S);
        Assert.Equal("1", image["L"].L![0].N);
        Assert.Equal(["a"], image["SS"].SS);
        Assert.Equal(["1"], image["NS"].NS);
        Assert.Equal([1], image["BS"].BS![0]);
        Assert.Empty(record.Dynamodb.OldImage!);
    }

    [Fact]
    public void Reads_a_removal_without_a_new_image()
    {
        var batch = JsonSerializer.Deserialize("""{"Records":[{"eventName":"REMOVE","dynamodb":{"SequenceNumber":"1"}}]}""", LambdaEventsJson.Default.DynamoDBEvent)!;

        Assert.Null(batch.Records[0].Dynamodb.NewImage);
        Assert.Empty(batch.Records[0].Dynamodb.Keys);
    }

    [Fact]
    public void Answers_a_stream_batch_in_part()
    {
        var answer = new StreamsEventResponse { BatchItemFailures = [new() { ItemIdentifier = "111" }] };

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"111"}]}""", JsonSerializer.Serialize(answer, LambdaEventsJson.Default.StreamsEventResponse));
    }

    [Fact]
    public void Reads_an_EventBridge_envelope()
    {
        var envelope = JsonSerializer.Deserialize("""
            {"version":"0","id":"c8c4daa7","detail-type":"GuardDuty Finding","source":"aws.guardduty","account":"111122223333","time":"2026-03-01T03:00:00Z","region":"eu-west-1","resources":[],"detail":{"severity":8}}
            """, LambdaEventsJson.Default.CloudWatchEventJsonElement)!;

        Assert.Equal(("GuardDuty Finding", "aws.guardduty"), (envelope.DetailType, envelope.Source));
        Assert.Equal(8, envelope.Detail.GetProperty("severity").GetInt32());
    }

    [Fact]
    public async Task Queue_handler_reads_its_batch_and_writes_its_answer()
    {
        using var lambda = new LambdaUnderTest();
        lambda.Api.Invoke(new FakeInvocation("1", """{"Records":[{"messageId":"a"}]}"""));
        lambda.Start(QueueHandler.Create((batch, _, _) =>
            Task.FromResult(new SQSBatchResponse { BatchItemFailures = [.. batch.Records.Select(record => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = record.MessageId })] })));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"a"}]}""", (await lambda.Api.ReceivedAsync("POST invocation/1/response")).Text);
        Assert.Equal(0, await lambda.StopAsync());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Records":{}}""")]
    [InlineData("""{"Records":["text"]}""")]
    [InlineData("""{"Records":[{"messageId":1}]}""")]
    [InlineData("""{"Records":[{"attributes":{"SentTimestamp":1545082649183}}]}""")]
    public async Task Queue_handler_reports_an_event_that_is_no_batch(string payload)
    {
        var handler = QueueHandler.Create((_, _, _) => Task.FromResult(new SQSBatchResponse()));

        await Assert.ThrowsAnyAsync<JsonException>(() => handler(Encoding.UTF8.GetBytes(payload), null!, CancellationToken.None));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[")]
    [InlineData("")]
    public async Task Typed_handler_reports_an_event_that_it_cannot_read(string payload)
    {
        var handler = JsonHandler.Create(LambdaEventsJson.Default.DynamoDBEvent, LambdaEventsJson.Default.StreamsEventResponse, (_, _, _) => Task.FromResult(new StreamsEventResponse()));

        await Assert.ThrowsAnyAsync<JsonException>(() => handler(Encoding.UTF8.GetBytes(payload), null!, CancellationToken.None));
    }
}
