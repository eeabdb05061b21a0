"""isolate-function, stop-task."""
import io
import json
import zipfile

from checks import contained_twice_then_released, equal, ran, released

FUNCTION = "orders"


def _playbooks(world, name, step, source="guardduty"):
    return "--playbooks", world.playbooks(name, f"source: {source}", step)


def _function(world):
    world.account.role(FUNCTION + "-role")
    client = world.account.client("lambda")
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", "def handler(event, context): pass")
    if any(f["FunctionName"] == FUNCTION for f in client.list_functions()["Functions"]):
        client.delete_function(FunctionName=FUNCTION)
    client.create_function(
        FunctionName=FUNCTION, Runtime="python3.13", Handler="index.handler", Code={"ZipFile": code.getvalue()},
        Role=f"arn:aws:iam::{world.account.id}:role/{FUNCTION}-role", Tags={"team": "shop"})
    return client


def isolates_a_function_without_reserved_concurrency_and_leaves_it_without(world):
    client = _function(world)

    def state():
        return client.get_function_concurrency(FunctionName=FUNCTION).get("ReservedConcurrentExecutions")

    equal(state(), None, "the concurrency before")
    contained_twice_then_released(
        world, world.events.function(), state, *_playbooks(world, "function", "isolate-function: { sessions: none }"), check=lambda after, line: equal(after, 0, "the concurrency"))


def isolates_a_function_and_gives_it_back_its_concurrency_event_source_and_public_url(world):
    client = _function(world)
    client.put_function_concurrency(FunctionName=FUNCTION, ReservedConcurrentExecutions=7)
    queue = world.account.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
    arn = world.account.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    mapping = client.create_event_source_mapping(FunctionName=FUNCTION, EventSourceArn=arn)["UUID"]

    client.create_function_url_config(FunctionName=FUNCTION, AuthType="NONE")
    # Without FunctionUrlAuthType: moto makes no condition of it.
    client.add_permission(FunctionName=FUNCTION, StatementId="url", Action="lambda:InvokeFunctionUrl", Principal="*")
    client.add_permission(FunctionName=FUNCTION, StatementId="everybody", Action="lambda:InvokeFunction", Principal="*")
    client.add_permission(FunctionName=FUNCTION, StatementId="partner", Action="lambda:InvokeFunction", Principal="444455556666")

    def state():
        return {
            "policy": sorted((s["Sid"], s["Action"], str(s["Principal"])) for s in json.loads(client.get_policy(FunctionName=FUNCTION)["Policy"])["Statement"]),
            "url": client.get_function_url_config(FunctionName=FUNCTION)["AuthType"],
            "concurrency": client.get_function_concurrency(FunctionName=FUNCTION).get("ReservedConcurrentExecutions"),
            "source": client.get_event_source_mapping(UUID=mapping)["State"],
            "cuts": len(world.account.iam.list_role_policies(RoleName=FUNCTION + "-role")["PolicyNames"]),
        }

    def check(after, line):
        equal((after["concurrency"], after["source"]), (0, "Disabled"), "the function")
        equal([sid for sid, _, _ in after["policy"]], ["partner"], "who may invoke it")

    contained_twice_then_released(world, world.events.function(), state, *_playbooks(world, "function", "isolate-function"), check=check)


def stops_a_task_after_its_service_and_gives_the_service_back_its_count(world):
    ecs, task = world.account.client("ecs"), world.account.task("web")

    def state():
        return (ecs.describe_services(cluster="web", services=["web"])["services"][0]["desiredCount"],
                ecs.describe_tasks(cluster="web", tasks=[task])["tasks"][0]["desiredStatus"])

    playbooks = world.playbooks("task", "source: guardduty", "stop-task: {}\n    irreversible: allow")
    done = ran(world.remediator.respond(world.events.task(task), "--enforce", "--playbooks", playbooks), "Verified")
    equal(state(), (0, "STOPPED"), "service and task")

    released(world.remediator.release(done["execution"]))
    equal(state(), (2, "STOPPED"), "service and task after the release")
