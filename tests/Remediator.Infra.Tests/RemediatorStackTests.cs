using Remediator.Attributes;
using Remediator.Infra.Tests.Support;

namespace Remediator.Infra.Tests;

public class RemediatorStackTests
{
    private static StackTemplate Full => Synthesized.Full;

    [NodeFact]
    public void Warns_when_playbooks_notify_a_channel_that_is_not_set_up()
    {
        Assert.Contains(Synthesized.OnlyBucket.Messages, m => m.Contains("slackWebhook", StringComparison.Ordinal));
        Assert.DoesNotContain(Full.Messages, m => m.Contains("slackWebhook", StringComparison.Ordinal));
    }

    [NodeFact]
    public void Every_queue_that_work_comes_from_has_a_dead_letter_queue()
    {
        Assert.Equal(2, WorkQueues().Count);
        Assert.All(WorkQueues(), q =>
        {
            var target = Intrinsic.Text(q["RedrivePolicy"]!["deadLetterTargetArn"]).Trim('<', '>');
            Assert.Contains(DeadLetterQueues(), d => d.Id == target);
            Assert.InRange((int)q["RedrivePolicy"]!["maxReceiveCount"]!, 5, 10);
        });
        Assert.All(DeadLetterQueues(), q => Assert.Equal(14 * 24 * 3600, (int)q["MessageRetentionPeriod"]!));
    }

    [NodeFact]
    public void Every_queue_is_encrypted_and_refuses_plain_HTTP() =>
        Assert.All(Full.Of("AWS::SQS::Queue"), q =>
        {
            Assert.True((bool)q["SqsManagedSseEnabled"]!);
            Assert.Contains(Full.Statements(), s => !s.Allows && s.OwnerType == "AWS::SQS::QueuePolicy" && s.Targets.Contains($"<{q.Id}>") && s.Json["Condition"]!.ToJsonString().Contains("aws:SecureTransport", StringComparison.Ordinal));
        });

    [NodeFact]
    public void Every_rule_keeps_what_it_can_not_deliver_findings_after_a_day_of_attempts_starts_when_the_next_is_due()
    {
        Assert.All(Rules(), rule =>
        {
            var target = Assert.Single(rule["Targets"]!.AsArray())!;
            Assert.Contains(DeadLetterQueues(), q => Intrinsic.Text(target["DeadLetterConfig"]?["Arn"]) == $"<{q.Id}>");
            var retries = target["RetryPolicy"]!;
            Assert.Equal(
                rule["EventPattern"] is not null ? (185, 86_400) : (3, 15 * 60),
                ((int)retries["MaximumRetryAttempts"]!, (int)retries["MaximumEventAgeInSeconds"]!));
        });
    }

    [NodeFact]
    public void Every_rule_and_no_other_may_send_to_its_queues() =>
        Assert.All(Rules(), rule =>
        {
            var target = rule["Targets"]![0]!;
            foreach (var queue in new[] { Intrinsic.Text(target["Arn"]), Intrinsic.Text(target["DeadLetterConfig"]!["Arn"]) }.Where(arn => Full.Of("AWS::SQS::Queue").Any(q => arn == $"<{q.Id}>")))
            {
                Assert.Contains(Full.Statements(), s => s.Allows && s.OwnerType == "AWS::SQS::QueuePolicy" && s.Targets.Contains(queue)
                    && s.Actions.Contains("sqs:SendMessage") && (string?)s.Json["Principal"]?["Service"] == "events.amazonaws.com"
                    && Intrinsic.Text(s.Json["Condition"]?["ArnEquals"]?["aws:SourceArn"]) == $"<{rule.Id}>");
            }
        });

    [NodeFact]
    public void Nobody_but_rules_functions_and_operators_sends_findings_to_a_lane()
    {
        var senders = Full.Statements().Where(s => s.Allows && s.OwnerType == "AWS::IAM::Policy" && s.Actions.Contains("sqs:SendMessage")).ToList();
        var lanes = FindingRules().Select(r => Intrinsic.Text(r["Targets"]![0]!["Arn"])).Distinct().ToList();
        Assert.Equal(2, lanes.Count);
        Assert.All(lanes, lane =>
        {
            var deny = Assert.Single(Full.Statements(), s => !s.Allows && s.OwnerType == "AWS::SQS::QueuePolicy" && s.Targets.Contains(lane) && s.Actions.Contains("sqs:SendMessage"));
            Assert.Equal("*", (string?)deny.Json["Principal"]);
            Assert.Equal("false", (string?)deny.Json["Condition"]!["BoolIfExists"]!["aws:PrincipalIsAWSService"]);
            var spared = deny.Json["Condition"]!["ArnNotLike"]!["aws:PrincipalArn"]!.AsArray().Select(Intrinsic.Text).ToList();

            // Every function that may send to it can, and the operators of the settings.
            Assert.Equal(
                senders.Where(s => s.Targets.Contains(lane)).SelectMany(s => Full.Of("AWS::IAM::Policy").Single(p => p.Id == s.Owner)["Roles"]!.AsArray().Select(Intrinsic.Text)).Append("arn:aws:iam::111122223333:role/ops").Order(),
                spared.Order());
        });
    }

    [NodeFact]
    public void Every_event_source_reports_single_failures_and_the_stream_keeps_what_failed()
    {
        Assert.Equal(4, Full.Of("AWS::Lambda::EventSourceMapping").Count);
        Assert.All(Full.Of("AWS::Lambda::EventSourceMapping"), m => Assert.Equal("ReportBatchItemFailures", (string?)Assert.Single(m["FunctionResponseTypes"]!.AsArray())));
        Assert.Equal(2, Streams().Select(m => Intrinsic.Text(m["DestinationConfig"]!["OnFailure"]!["Destination"])).Distinct().Count());
        Assert.All(Streams(), stream =>
        {
            Assert.Contains(DeadLetterQueues(), q => Intrinsic.Text(stream["DestinationConfig"]!["OnFailure"]!["Destination"]) == $"<{q.Id}>");
            Assert.True((bool)stream["BisectBatchOnFunctionError"]!);
        });

        // News is sent again from the outbox; the archive has nothing but the stream, and waits as long as that has a record.
        Assert.Equal([null, 10], Streams().Select(s => (int?)s["MaximumRetryAttempts"]).Order());
    }

    [NodeFact]
    public void A_message_stays_hidden_six_times_as_long_as_a_function_may_run()
    {
        var timeout = Full.Of("AWS::Lambda::Function").Where(f => Variable(f, "REMEDIATOR_FUNCTION") == "respond").Max(f => (int)f["Timeout"]!);

        Assert.All(WorkQueues(), q => Assert.True((int)q["VisibilityTimeout"]! >= 6 * timeout));
    }

    [NodeFact]
    public void A_storm_of_posture_findings_can_not_take_the_concurrency_of_urgent_ones()
    {
        var byLane = Full.Of("AWS::Lambda::EventSourceMapping").Where(m => m["StartingPosition"] is null).ToDictionary(m => m.Id.StartsWith("Urgent", StringComparison.Ordinal) ? "urgent" : "posture", StringComparer.Ordinal);

        Assert.Equal(5, (int)byLane["posture"]["ScalingConfig"]!["MaximumConcurrency"]!);
        Assert.Null(byLane["urgent"]["ScalingConfig"]);
        Assert.Equal(1, (int)byLane["urgent"]["BatchSize"]!);
    }

    [NodeFact]
    public void Every_function_runs_the_same_code_on_the_managed_runtime()
    {
        var functions = Full.Of("AWS::Lambda::Function");

        Assert.Equal(["decide", "due", "export", "notify", "resend", "respond", "respond", "sweep"], functions.Select(f => Variable(f, "REMEDIATOR_FUNCTION")).Order(StringComparer.Ordinal));
        Assert.Single(functions.Select(f => f["Code"]!.ToJsonString()).Distinct());
        Assert.All(functions, f =>
        {
            Assert.Equal("dotnet10", (string?)f["Runtime"]);
            Assert.Equal("Remediator", (string?)f["Handler"]);
            Assert.Equal("x86_64", (string?)Assert.Single(f["Architectures"]!.AsArray()));
        });
        Assert.All(Synthesized.Otherwise.Of("AWS::Lambda::Function"), f => Assert.Equal("arm64", (string?)Assert.Single(f["Architectures"]!.AsArray())));
    }

    [NodeFact]
    public void Every_respond_function_knows_its_table_its_role_and_its_dead_letter_queue() =>
        Assert.All(Full.Of("AWS::Lambda::Function").Where(f => Variable(f, "REMEDIATOR_FUNCTION") == "respond"), f =>
        {
            Assert.Equal($"<{LedgerTable().Id}>", Variable(f, "REMEDIATOR_TABLE"));
            Assert.Equal("RemediatorAction", Variable(f, "REMEDIATOR_ACTION_ROLE"));
            var work = Variable(f, "REMEDIATOR_QUEUE_URL")!;
            Assert.Contains(WorkQueues(), q => work == $"<{q.Id}>");
            Assert.Contains(Full.Statements(), s => s.Actions.Contains("sqs:ChangeMessageVisibility") && s.Targets.Contains(work) && s.OwnerType == "AWS::IAM::Policy");
            var queue = Variable(f, "REMEDIATOR_DLQ_URL")!.Trim('<', '>');
            Assert.Contains(DeadLetterQueues(), q => q.Id == queue);
            Assert.Contains(Full.Statements(), s => s.Actions.Contains("sqs:SendMessage") && s.Targets.Contains($"<{queue}>") && s.OwnerType == "AWS::IAM::Policy");
        });

    [NodeFact]
    public void The_notify_function_knows_where_to_tell_people()
    {
        var notify = Full.Of("AWS::Lambda::Function").Single(f => Variable(f, "REMEDIATOR_FUNCTION") == "notify");

        Assert.Equal($"<{News().Id}>", Variable(notify, "REMEDIATOR_EMAIL_TOPIC"));
        Assert.Equal(Synthesized.SecretArn, Variable(notify, "REMEDIATOR_SLACK_WEBHOOK"));
        Assert.All(Synthesized.OnlyBucket.Of("AWS::Lambda::Function"), f => Assert.Null(Variable(f, "REMEDIATOR_SLACK_WEBHOOK")));
    }

    [NodeFact]
    public void Every_function_has_a_log_of_its_own_in_JSON_with_an_end()
    {
        Assert.All(Full.Of("AWS::Logs::LogGroup"), g => Assert.Equal(90, (int)g["RetentionInDays"]!));
        Assert.All(Synthesized.Otherwise.Of("AWS::Logs::LogGroup"), g => Assert.Equal((30, "arn:aws:kms:eu-west-1:111122223333:key/1234"), ((int)g["RetentionInDays"]!, (string?)g["KmsKeyId"])));
        var logs = Full.Of("AWS::Lambda::Function").Select(f => (Format: (string?)f["LoggingConfig"]!["LogFormat"], Group: Intrinsic.Text(f["LoggingConfig"]!["LogGroup"]))).ToArray();
        Assert.All(logs, l => Assert.Equal("JSON", l.Format));
        Assert.Equal(Full.Of("AWS::Logs::LogGroup").Select(g => $"<{g.Id}>").Order(StringComparer.Ordinal), logs.Select(l => l.Group).Order(StringComparer.Ordinal));
    }

    [NodeFact]
    public void The_ledger_is_encrypted_can_be_wound_back_and_outlives_the_stack()
    {
        var table = LedgerTable();

        Assert.True((bool)table["SSESpecification"]!["SSEEnabled"]!);
        Assert.True((bool)table["PointInTimeRecoverySpecification"]!["PointInTimeRecoveryEnabled"]!);
        Assert.True((bool)table["TimeToLiveSpecification"]!["Enabled"]!);
        Assert.True((bool)table["DeletionProtectionEnabled"]!);
        Assert.Equal("PAY_PER_REQUEST", (string?)table["BillingMode"]);
        Assert.Equal(("Retain", "Retain"), ((string?)table.Resource["DeletionPolicy"], (string?)table.Resource["UpdateReplacePolicy"]));
    }

    [NodeFact]
    public void The_audit_is_archived_under_object_lock_of_the_kind_that_was_set()
    {
        var bucket = Assert.Single(Full.Of("AWS::S3::Bucket"));

        Assert.True((bool)bucket["ObjectLockEnabled"]!);
        var retention = bucket["ObjectLockConfiguration"]!["Rule"]!["DefaultRetention"]!;
        Assert.Equal(("GOVERNANCE", 400), ((string?)retention["Mode"], (int)retention["Days"]!));
        var otherwise = Synthesized.Otherwise.Of("AWS::S3::Bucket").Single(b => b["BucketName"] is null)["ObjectLockConfiguration"]!["Rule"]!["DefaultRetention"]!;
        Assert.Equal(("COMPLIANCE", 7), ((string?)otherwise["Mode"], (int)otherwise["Days"]!));
        Assert.All([Full, Synthesized.Otherwise], stack => Assert.DoesNotContain(stack.Statements(), s => s.Actions.Contains("s3:BypassGovernanceRetention")));
        Assert.Equal("Enabled", (string?)bucket["VersioningConfiguration"]!["Status"]);
        Assert.Equal("AES256", (string?)bucket["BucketEncryption"]!["ServerSideEncryptionConfiguration"]![0]!["ServerSideEncryptionByDefault"]!["SSEAlgorithm"]);
        Assert.All(["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"], flag => Assert.True((bool)bucket["PublicAccessBlockConfiguration"]![flag]!));
        Assert.Equal("BucketOwnerEnforced", (string?)bucket["OwnershipControls"]!["Rules"]![0]!["ObjectOwnership"]);
        Assert.Contains(Full.Statements(), s => !s.Allows && s.OwnerType == "AWS::S3::BucketPolicy" && s.Json["Condition"]!.ToJsonString().Contains("aws:SecureTransport", StringComparison.Ordinal));
        Assert.Equal(("Retain", "Retain"), ((string?)bucket.Resource["DeletionPolicy"], (string?)bucket.Resource["UpdateReplacePolicy"]));
    }

    [NodeFact]
    public void Evidence_goes_into_a_locked_bucket_of_the_name_that_the_step_looks_for_and_only_where_it_was_asked_for()
    {
        Assert.Null(Synthesized.Shipped.Of("AWS::S3::Bucket").SingleOrDefault(b => b["BucketName"] is not null));
        Assert.Contains(Synthesized.Shipped.Messages, m => m.Contains("ecs-task-compromised", StringComparison.Ordinal) && m.Contains("evidence=governance", StringComparison.Ordinal));

        var otherwise = Synthesized.Otherwise;
        var bucket = otherwise.Of("AWS::S3::Bucket").Single(b => b["BucketName"] is not null);
        Assert.Equal(EvidenceFile.OwnBucket("<AWS::Region>", "<AWS::AccountId>"), Intrinsic.Text(bucket["BucketName"]));
        var retention = bucket["ObjectLockConfiguration"]!["Rule"]!["DefaultRetention"]!;
        Assert.Equal(("GOVERNANCE", 30), ((string?)retention["Mode"], (int)retention["Days"]!));
        Assert.Equal("Enabled", (string?)bucket["VersioningConfiguration"]!["Status"]);
        Assert.Equal("AES256", (string?)bucket["BucketEncryption"]!["ServerSideEncryptionConfiguration"]![0]!["ServerSideEncryptionByDefault"]!["SSEAlgorithm"]);
        Assert.Equal("BucketOwnerEnforced", (string?)bucket["OwnershipControls"]!["Rules"]![0]!["ObjectOwnership"]);
        Assert.Equal(2, otherwise.Statements().Count(s => !s.Allows && s.OwnerType == "AWS::S3::BucketPolicy" && s.Json["Condition"]!.ToJsonString().Contains("aws:SecureTransport", StringComparison.Ordinal)));
        Assert.Equal(("Retain", "Retain"), ((string?)bucket.Resource["DeletionPolicy"], (string?)bucket.Resource["UpdateReplacePolicy"]));
        var responders = otherwise.Of("AWS::Lambda::Function").Where(f => Variable(f, "REMEDIATOR_FUNCTION") == "respond");
        Assert.All(responders, f => Assert.Contains($"AWS::S3::Bucket=<{bucket.Id}>", Variable(f, "REMEDIATOR_OWN_RESOURCES")!.Split(',')));
        Assert.DoesNotContain(otherwise.Messages, m => m.Contains("evidence=governance", StringComparison.Ordinal));
    }

    [NodeFact]
    public void The_export_may_only_write_audit_objects_and_reads_only_audit_entries()
    {
        var bucket = Assert.Single(Full.Of("AWS::S3::Bucket"));
        var write = Assert.Single(Full.Statements(), s => s.Allows && s.Actions.Any(a => a.StartsWith("s3:", StringComparison.Ordinal)) && s.OwnerType == "AWS::IAM::Policy");
        Assert.Equal(["s3:PutObject"], write.Actions);
        Assert.Equal([$"<{bucket.Id}>/audit/*"], write.Targets);
        Assert.StartsWith("AuditExport", write.Owner, StringComparison.Ordinal);
        Assert.Equal($"<{bucket.Id}>", Variable(FunctionOf("export"), "REMEDIATOR_AUDIT_BUCKET"));
        var filters = Streams().ToDictionary(m => Intrinsic.Text(m["FunctionName"]).Trim('<', '>'), m => (string)m["FilterCriteria"]!["Filters"]![0]!["Pattern"]!, StringComparer.Ordinal);
        Assert.Contains("audit#", filters[FunctionOf("export").Id], StringComparison.Ordinal);
        Assert.Contains("history#", filters[FunctionOf("export").Id], StringComparison.Ordinal);
        Assert.Contains("outbox#", filters[FunctionOf("notify").Id], StringComparison.Ordinal);
        var late = Assert.Single(Full.Of("AWS::CloudWatch::Alarm"), a => About(a, "IteratorAge", "FunctionName", FunctionOf("export").Id));

        // Who is woken by either alarm is told the command, with the names of this stack in it.
        var command = $"remediator archive --ledger dynamodb:<{LedgerTable().Id}> --bucket <{bucket.Id}> ";
        var told = Full.Of("AWS::CloudWatch::Alarm").Where(a => Intrinsic.Text(a["AlarmDescription"]).Contains(command, StringComparison.Ordinal)).Select(a => a.Id).ToList();
        Assert.Equal(2, told.Count);
        Assert.Contains(late.Id, told);
    }

    [NodeFact]
    public void No_function_may_delete_or_overwrite_what_was_recorded() =>
        Assert.DoesNotContain(Full.Statements().Where(s => s.Allows && s.OwnerType == "AWS::IAM::Policy").SelectMany(s => s.Actions), a =>
            a.Contains("Delete", StringComparison.Ordinal) && a != "sqs:DeleteMessage" || a.Contains("BypassGovernance", StringComparison.Ordinal));

    [NodeFact]
    public void The_sweep_runs_on_a_schedule_lists_its_sources_and_feeds_both_lanes()
    {
        var sweep = FunctionOf("sweep");
        AssertStartsEvery15Minutes(sweep.Id);
        foreach (var variable in new[] { "REMEDIATOR_URGENT_QUEUE_URL", "REMEDIATOR_POSTURE_QUEUE_URL" })
        {
            var queue = Variable(sweep, variable)!;
            Assert.Contains(WorkQueues(), q => queue == $"<{q.Id}>");
            Assert.Contains(Full.Statements(), s => s.Allows && s.Owner.StartsWith("SweepFunction", StringComparison.Ordinal) && s.Actions.Contains("sqs:SendMessage") && s.Targets.Contains(queue));
        }

        Assert.Equal("posture", Variable(sweep, "REMEDIATOR_NARROWED_LANES"));
        Assert.Contains(Full.Of("AWS::CloudWatch::Alarm"), a => ((string?)a["Namespace"], (string?)a["MetricName"], (int)a["Threshold"]!) == ("Remediator", "LostFindings", 0));
    }

    [NodeFact]
    public void What_people_could_not_be_told_is_sent_again_on_a_schedule_by_a_function_that_may_do_what_the_notifier_may()
    {
        AssertStartsEvery15Minutes(FunctionOf("resend").Id);
        IEnumerable<string> Allowed(string function) => Full.Statements()
            .Where(s => s.Allows && s.Owner.StartsWith($"Notifier{function}", StringComparison.Ordinal))
            .SelectMany(s => s.Actions.SelectMany(a => s.Targets.Select(t => $"{a} {t}")))
            .Where(a => !a.StartsWith("logs:", StringComparison.Ordinal) && !a.Contains("/stream/", StringComparison.Ordinal) && !a.StartsWith("sqs:", StringComparison.Ordinal));

        var more = Allowed("Resend").Except(Allowed("Notify")).Select(a => a.Split(' ')[0]);

        Assert.Equal(["dynamodb:BatchGetItem", "dynamodb:Query"], more.Order(StringComparer.Ordinal));
        Assert.Empty(Allowed("Notify").Except(Allowed("Resend")));
    }

    [NodeFact]
    public void One_schedule_starts_the_due_function_and_may_do_nothing_else()
    {
        var due = FunctionOf("due");
        var schedule = Assert.Single(Full.Of("AWS::Scheduler::Schedule"));
        var target = schedule["Target"]!;
        var undelivered = Intrinsic.Text(target["DeadLetterConfig"]!["Arn"]);

        Assert.Equal(("rate(5 minutes)", "OFF"), ((string?)schedule["ScheduleExpression"], (string?)schedule["FlexibleTimeWindow"]!["Mode"]));
        Assert.Equal($"<{Assert.Single(Full.Of("AWS::Scheduler::ScheduleGroup")).Id}>", Intrinsic.Text(schedule["GroupName"]));
        Assert.Equal($"<{due.Id}>", Intrinsic.Text(target["Arn"]));
        Assert.Contains(DeadLetterQueues(), q => undelivered == $"<{q.Id}>");
        var allowed = Full.Statements().Where(s => s.OwnerType == "AWS::IAM::Policy" && s.Owner.StartsWith("DueScheduleRole", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            [("lambda:InvokeFunction", $"<{due.Id}>"), ("sqs:SendMessage", undelivered)],
            allowed.Select(s => (Assert.Single(s.Actions), Assert.Single(s.Targets))).Order());
        var role = Full.Of("AWS::IAM::Role").Single(r => Intrinsic.Text(target["RoleArn"]) == $"<{r.Id}>");
        var trust = Assert.Single(role["AssumeRolePolicyDocument"]!["Statement"]!.AsArray())!;
        Assert.Equal("scheduler.amazonaws.com", (string?)trust["Principal"]!["Service"]);
        Assert.Equal("<AWS::AccountId>", Intrinsic.Text(trust["Condition"]?["StringEquals"]?["aws:SourceAccount"]));
    }

    [NodeFact]
    public void The_due_function_asks_the_index_of_the_ledger()
    {
        var statements = Full.Statements().Where(s => s.Allows && s.OwnerType == "AWS::IAM::Policy" && s.Owner.StartsWith("DueFunction", StringComparison.Ordinal)).ToArray();
        var table = $"<{LedgerTable().Id}>";

        Assert.Contains(statements, s => s.Actions.Contains("dynamodb:Query") && s.Targets.Contains($"{table}/index/by-list"));
        Assert.Equal([table], statements.Where(s => s.Actions.Contains("dynamodb:BatchGetItem")).SelectMany(s => s.Targets));
    }

    [NodeFact]
    public void Executions_of_a_resource_are_read_where_a_playbook_asks_for_other_findings_and_nowhere_else()
    {
        Assert.Equal(2, Readers(Full));
        Assert.Equal(0, Readers(Synthesized.OnlyBucket));

        static int Readers(StackTemplate stack) =>
            stack.Statements().Count(s => s.Allows && s.Actions.Contains("dynamodb:BatchGetItem") && s.Owner.Contains("Respond", StringComparison.Ordinal));
    }

    [NodeFact]
    public void What_is_Remediator_itself_is_told_to_who_must_leave_it_alone()
    {
        var functions = Full.Of("AWS::Lambda::Function").Where(f => Variable(f, "REMEDIATOR_FUNCTION") is "respond" or "sweep" or "due").ToArray();

        Assert.Equal(4, functions.Length);
        Assert.All(functions, f =>
        {
            Assert.Equal(("<AWS::AccountId>", "<AWS::StackId>", "RemediatorAction"), (Variable(f, "REMEDIATOR_ACCOUNT"), Variable(f, "REMEDIATOR_STACK_ID"), Variable(f, "REMEDIATOR_ACTION_ROLE")));
            var own = Variable(f, "REMEDIATOR_OWN_RESOURCES")!.Split(',');
            Assert.Contains($"AWS::DynamoDB::Table=<{LedgerTable().Id}>", own);
            Assert.Contains($"AWS::S3::Bucket=<{Assert.Single(Full.Of("AWS::S3::Bucket")).Id}>", own);
        });
    }

    [NodeFact]
    public void Messages_are_encrypted_and_only_go_over_TLS()
    {
        var key = Assert.Single(Full.Of("AWS::KMS::Key"));

        Assert.All(Full.Of("AWS::SNS::Topic"), topic =>
        {
            Assert.Equal($"<{key.Id}>", Intrinsic.Text(topic["KmsMasterKeyId"]));
            Assert.Contains(Full.Statements(), s => !s.Allows && s.OwnerType == "AWS::SNS::TopicPolicy" && s.Targets.Contains($"<{topic.Id}>"));
        });
        Assert.True((bool)key["EnableKeyRotation"]!);
        Assert.Equal("security@example.com", Subscribed(News()));
        Assert.Empty(Synthesized.OnlyBucket.Of("AWS::SNS::Subscription"));
    }

    [NodeFact]
    public void Who_decides_by_link_has_a_topic_of_their_own_that_no_alarm_goes_to()
    {
        var deciders = Assert.Single(Full.Of("AWS::SNS::Topic"), t => t.Id != News().Id);

        Assert.Equal("deciders@example.com", Subscribed(deciders));
        Assert.All(["notify", "resend"], f => Assert.Equal($"<{deciders.Id}>", Variable(FunctionOf(f), "REMEDIATOR_DECIDERS_TOPIC")));
        Assert.DoesNotContain(Full.Of("AWS::CloudWatch::Alarm"), a => a["AlarmActions"]!.ToJsonString().Contains(deciders.Id, StringComparison.Ordinal));
        Assert.All(Synthesized.OnlyBucket.Of("AWS::Lambda::Function"), f => Assert.Null(Variable(f, "REMEDIATOR_DECIDERS_TOPIC")));
    }

    [NodeFact]
    public void CloudWatch_can_tell_the_topic_about_alarms()
    {
        var cloudWatch = Full.Statements().Where(s => s.Allows && (string?)s.Json["Principal"]?["Service"] == "cloudwatch.amazonaws.com").ToArray();

        Assert.Equal(["kms:Decrypt", "kms:GenerateDataKey", "sns:Publish"], cloudWatch.SelectMany(s => s.Actions).Order(StringComparer.Ordinal));
    }

    [NodeFact]
    public void Something_tells_people_of_every_dead_letter_queue_every_function_and_every_rule()
    {
        var topic = $"<{News().Id}>";
        var alarms = Full.Of("AWS::CloudWatch::Alarm");

        Assert.All(alarms, a => Assert.Equal(topic, Intrinsic.Text(Assert.Single(a["AlarmActions"]!.AsArray()))));
        Assert.All(DeadLetterQueues(), q => Assert.Contains(alarms, a => About(a, "ApproximateNumberOfMessagesVisible", "QueueName", q.Id) && (int)a["Threshold"]! == 0));
        Assert.All(Full.Of("AWS::Lambda::Function"), f =>
        {
            Assert.Contains(alarms, a => About(a, "Errors", "FunctionName", f.Id));
            Assert.Contains(alarms, a => About(a, "Throttles", "FunctionName", f.Id));
        });
        Assert.All(Rules(), r => Assert.Contains(alarms, a => About(a, "InvocationsFailedToBeSentToDlq", "RuleName", r.Id)));
        Assert.Contains(alarms, a => About(a, "ApproximateAgeOfOldestMessage", "QueueName", WorkQueues().Single(q => q.Id.StartsWith("Urgent", StringComparison.Ordinal)).Id));
    }

    [NodeFact]
    public void One_playbook_deploys_only_the_rule_of_its_source()
    {
        var rule = Assert.Single(Synthesized.OnlyBucket.Of("AWS::Events::Rule"), r => r["EventPattern"] is not null);

        Assert.Equal("aws.config", (string?)Assert.Single(rule["EventPattern"]!["source"]!.AsArray()));
    }

    [NodeFact]
    public void Every_rule_pattern_is_under_the_limit_of_EventBridge() =>
        Assert.All(FindingRules().Concat(Synthesized.Otherwise.Of("AWS::Events::Rule").Where(r => r["EventPattern"] is not null)), r => Assert.InRange(FindingPattern.Length(r["EventPattern"]!), 1, FindingPattern.Limit));

    [NodeFact]
    public void Names_and_addresses_come_from_no_account() =>
        Assert.DoesNotContain("111122223333", Synthesized.OnlyBucket.Resources.ToJsonString(), StringComparison.Ordinal);

    private static void AssertStartsEvery15Minutes(string function)
    {
        var schedule = Assert.Single(Full.Of("AWS::Events::Rule"), r => r["ScheduleExpression"] is not null && Intrinsic.Text(Assert.Single(r["Targets"]!.AsArray())!["Arn"]) == $"<{function}>");
        Assert.Equal("rate(15 minutes)", (string?)schedule["ScheduleExpression"]);
    }

    private static StackResource News() => Assert.Single(Full.Of("AWS::SNS::Topic"), t => (string?)t["DisplayName"] == "Remediator");

    private static string? Subscribed(StackResource topic) =>
        (string?)Assert.Single(Full.Of("AWS::SNS::Subscription"), s => Intrinsic.Text(s["TopicArn"]) == $"<{topic.Id}>")["Endpoint"];

    private static IReadOnlyList<StackResource> WorkQueues() => [.. Full.Of("AWS::SQS::Queue").Where(q => q["RedrivePolicy"] is not null)];

    private static IReadOnlyList<StackResource> DeadLetterQueues() => [.. Full.Of("AWS::SQS::Queue").Where(q => q["RedrivePolicy"] is null)];

    private static StackResource LedgerTable() => Assert.Single(Full.Of("AWS::DynamoDB::Table"));

    private static IReadOnlyList<StackResource> Rules() => Full.Of("AWS::Events::Rule");

    private static IReadOnlyList<StackResource> FindingRules() => [.. Rules().Where(r => r["EventPattern"] is not null)];

    private static IReadOnlyList<StackResource> Streams() => [.. Full.Of("AWS::Lambda::EventSourceMapping").Where(m => m["StartingPosition"] is not null)];

    private static StackResource FunctionOf(string kind) => Full.Of("AWS::Lambda::Function").Single(f => Variable(f, "REMEDIATOR_FUNCTION") == kind);

    private static string? Variable(StackResource function, string name) =>
        function["Environment"]!["Variables"]![name] is { } value ? Intrinsic.Text(value) : null;

    private static bool About(StackResource alarm, string metric, string dimension, string resource) =>
        (string?)alarm["MetricName"] == metric && alarm["Dimensions"]!.AsArray().Any(d => (string?)d!["Name"] == dimension && Intrinsic.Text(d["Value"]) == $"<{resource}>");
}
