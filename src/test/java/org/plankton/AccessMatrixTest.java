package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** Who may do what to which image: every operation of every dialect, by everyone, on every kind of image. */
@Tag("long")
class AccessMatrixTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static Service service;
    private static Client client;

    /** Those that stay as they are; whatever succeeds in changing one is done to one of its own. */
    private static List<Image> standing;

    private enum Dialect {
        GUIDE("", 405, 400, 200),
        SYNNEFO("/v1.0", 403, 404, 204),
        GLANCE("/v1", 403, 400, 204);

        final String mount;
        final int mayNot;
        final int noFile;
        final int replaced;

        Dialect(String mount, int mayNot, int noFile, int replaced) {
            this.mount = mount;
            this.mayNot = mayNot;
            this.noFile = noFile;
            this.replaced = replaced;
        }
    }

    private enum Caller {
        OWNER(User.ALICE.token()),
        MEMBER(User.BOB.token()),
        STRANGER(User.CAROL.token()),
        NOBODY(null),
        EXPIRED(User.EXPIRED_TOKEN);

        final String token;

        Caller(String token) {
            this.token = token;
        }

        boolean isKnown() {
            return this == OWNER || this == MEMBER || this == STRANGER;
        }
    }

    private enum Kind {
        PRIVATE,
        /** With the member. */
        SHARED,
        /** With the member, who may share it in turn. */
        SHARED_ONWARD,
        PUBLIC,
        /** It waits for its bytes, and is shared with the member. */
        QUEUED,
        /** Its upload has failed, and it is shared with the member. */
        KILLED,
        /** Private. */
        PROTECTED,
        /** It was shared with the member once. */
        UNREGISTERED,
        UNKNOWN;

        boolean hasBytes() {
            return this != QUEUED && this != KILLED && this != UNREGISTERED && this != UNKNOWN;
        }

        /** Only Glance has images without bytes. */
        boolean exists(Dialect dialect) {
            return hasBytes() || dialect == Dialect.GLANCE && (this == QUEUED || this == KILLED);
        }

        boolean isShared() {
            return this == SHARED || this == SHARED_ONWARD || this == QUEUED || this == KILLED;
        }

        boolean isVisibleTo(Caller caller, Dialect dialect) {
            return exists(dialect)
                    && (caller == Caller.OWNER || this == PUBLIC || isShared() && caller == Caller.MEMBER);
        }
    }

    /** Whom a success is for. */
    private enum Right {
        ANYBODY,
        WHO_SEES_IT,
        OWNER
    }

    private enum Operation {
        LIST("GET", "/images", Right.ANYBODY, 200),
        DETAIL("GET", "/images/detail", Right.ANYBODY, 200),
        SHARED_IMAGES("GET", "/shared-images/" + User.BOB.account(), Right.ANYBODY, 200),
        GET_DATA("GET", "/images/{id}", Right.WHO_SEES_IT, 501),
        HEAD("HEAD", "/images/{id}", Right.WHO_SEES_IT, 200),
        MEMBERS("GET", "/images/{id}/members", Right.WHO_SEES_IT, 200),
        CHECK("POST", "/images/{id}/check", Right.OWNER, 200),
        UPDATE("PUT", "/images/{id}", Right.OWNER, 200),
        PUBLISH("PUT", "/images/{id}", Right.OWNER, 200),
        GIVE_AWAY("PUT", "/images/{id}", Right.OWNER, 0),
        UNREGISTER("DELETE", "/images/{id}", Right.OWNER, 204),
        REPLACE_MEMBERS("PUT", "/images/{id}/members", Right.OWNER, 0),
        ADD_MEMBER("PUT", "/images/{id}/members/" + User.CAROL.account(), Right.OWNER, 204),
        REMOVE_MEMBER("DELETE", "/images/{id}/members/" + User.BOB.account(), Right.OWNER, 204),
        REGISTER("POST", "/images", Right.OWNER, 200),
        /** Glance's: gives a queued image its bytes. */
        UPLOAD("PUT", "/images/{id}", Right.OWNER, 200),
        /** Glance's: gives a queued image a file for its bytes. */
        LOCATE("PUT", "/images/{id}", Right.OWNER, 200);

        final String method;
        final String path;
        final Right right;
        final int success;

        /** @param success what it answers; 0 if that is the dialect's to say */
        Operation(String method, String path, Right right, int success) {
            this.method = method;
            this.path = path;
            this.right = right;
            this.success = success;
        }

        /** Only the path tells the image. */
        boolean isOfOneImage() {
            return path.contains("{id}");
        }

        boolean isKnownTo(Dialect dialect) {
            return dialect == Dialect.GLANCE || this != UPLOAD && this != LOCATE;
        }

        int success(Dialect dialect, Kind kind) {
            if (dialect == Dialect.GLANCE) {
                return glances(kind);
            }
            return switch (this) {
                case REPLACE_MEMBERS -> dialect.replaced;
                case GIVE_AWAY -> dialect.mayNot; // an administrator's right, not the owner's
                default -> success;
            };
        }

        private int glances(Kind kind) {
            return switch (this) {
                case GET_DATA -> kind.hasBytes() ? 200 : 404;
                case CHECK -> kind.hasBytes() ? 200 : 409;
                case GIVE_AWAY, UNREGISTER -> 200; // an owner who is told by anybody else is not listened to
                case REPLACE_MEMBERS -> 204;
                case REMOVE_MEMBER -> kind.isShared() ? 204 : 404;
                default -> success;
            };
        }

        String[] headers(Image image) {
            return switch (this) {
                case UPDATE -> new String[] {"X-Image-Meta-Name", "taken", "X-Image-Meta-Property-Os", "taken"};
                case PUBLISH -> new String[] {"X-Image-Meta-Is-Public", "true"};
                case GIVE_AWAY -> new String[] {"X-Image-Meta-Owner", User.CAROL.account()};
                case REGISTER ->
                    new String[] {
                        "X-Image-Meta-Name",
                        "taken",
                        "X-Image-Meta-Location",
                        Parties.location(User.ALICE, image.file),
                        "X-Image-Meta-Disk_format",
                        "diskdump",
                        "X-Image-Meta-Container_format",
                        "bare"
                    };
                case UPLOAD -> new String[] {"Content-Type", "application/octet-stream"};
                case LOCATE -> new String[] {"X-Image-Meta-Location", Parties.location(User.ALICE, image.file)};
                default -> new String[0];
            };
        }

        String body() {
            return switch (this) {
                case REPLACE_MEMBERS -> "{\"memberships\": [{\"member_id\": \"" + User.CAROL.account() + "\"}]}";
                case UPLOAD -> "bytes";
                default -> "";
            };
        }
    }

    /** @param file its name in the owner's container; none is there if the image is unknown */
    private record Image(Kind kind, String id, String file) {}

    private record Case(Dialect dialect, Operation operation, Caller caller, Kind kind) {
        /** The one rule. Order of checks: token, existence, right. */
        int expected() {
            if (!caller.isKnown()) {
                return 401;
            }
            if (operation == Operation.REGISTER) {
                return registered();
            }
            Right right = operation.right;
            if (operation.isOfOneImage() && right != Right.ANYBODY && !kind.exists(dialect)) {
                return 404;
            }
            // Bytes that are there stay, whoever asks: that is told before the right is looked at.
            boolean isReplaced = operation == Operation.UPLOAD || operation == Operation.LOCATE;
            if (isReplaced && kind != Kind.QUEUED && kind.isVisibleTo(caller, dialect)) {
                return operation == Operation.UPLOAD ? 409 : 400;
            }
            if (operation == Operation.UNREGISTER && kind == Kind.PROTECTED && caller == Caller.OWNER) {
                return dialect.mayNot;
            }
            boolean may = switch (right) {
                case ANYBODY -> true;
                case WHO_SEES_IT -> kind.isVisibleTo(caller, dialect);
                case OWNER -> caller == Caller.OWNER || mayStopSharing();
            };
            return may ? operation.success(dialect, kind) : mayNot();
        }

        /** Of what a member may do who may share the image, the store lets only its owner add readers. */
        private boolean mayStopSharing() {
            return operation == Operation.REMOVE_MEMBER && kind == Kind.SHARED_ONWARD && caller == Caller.MEMBER;
        }

        /** Glance tells only who sees an image anyway that it is there. */
        private int mayNot() {
            return dialect == Dialect.GLANCE && !kind.isVisibleTo(caller, dialect) ? 404 : dialect.mayNot;
        }

        /**
         * Registering is decided by what the caller finds in the object store, where readers are those of the image.
         */
        private int registered() {
            if (kind == Kind.UNKNOWN) {
                return dialect.noFile;
            }
            if (caller == Caller.OWNER) {
                return dialect != Dialect.GLANCE ? 200 : kind.hasBytes() ? 409 : 201;
            }
            return kind.hasBytes() && kind.isVisibleTo(caller, dialect) ? dialect.mayNot : dialect.noFile;
        }

        boolean changesSomething() {
            boolean isIgnored = operation == Operation.GIVE_AWAY && dialect == Dialect.GLANCE;
            // The store is told again who may read, even if there is no such member.
            boolean repairs = operation == Operation.REMOVE_MEMBER
                    && dialect == Dialect.GLANCE
                    && kind == Kind.PUBLIC
                    && caller == Caller.OWNER;
            boolean isFound = operation == Operation.CHECK; // and every file is as it was registered
            return repairs || operation.right == Right.OWNER && expected() / 100 == 2 && !isIgnored && !isFound;
        }

        @Override
        public String toString() {
            return caller + " " + operation + " " + kind + " " + dialect + " -> " + expected();
        }
    }

    @BeforeAll
    static void start() {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        service = Service.start(parties.settings());
        client = new Client(service.address());
        standing = Arrays.stream(Kind.values()).map(AccessMatrixTest::make).toList();
    }

    @AfterAll
    static void stop() {
        service.close();
        parties.close();
    }

    private static Image make(Kind kind) {
        String file = kind + "-" + NUMBER.incrementAndGet();
        if (kind == Kind.UNKNOWN) {
            return new Image(kind, UUID.randomUUID().toString(), file);
        }
        parties.upload(User.ALICE, file);
        String id = kind == Kind.QUEUED || kind == Kind.KILLED ? reserve(kind) : register(kind, file);
        if (kind.isShared() || kind == Kind.UNREGISTERED) {
            String membership = "{\"member\": {\"can_share\": " + (kind == Kind.SHARED_ONWARD) + "}}";
            client.send("PUT", "/v1/images/" + id + "/members/" + User.BOB.account(), User.ALICE.token(), membership);
        }
        if (kind == Kind.UNREGISTERED) {
            client.send("DELETE", "/images/" + id, User.ALICE.token());
        }
        return new Image(kind, id, file);
    }

    private static String register(Kind kind, String file) {
        String id = client.registered(
                User.ALICE.token(),
                file,
                Parties.location(User.ALICE, file),
                "X-Image-Meta-Is-Public",
                String.valueOf(kind == Kind.PUBLIC));
        if (kind == Kind.PROTECTED) {
            client.send("PUT", "/v1/images/" + id, User.ALICE.token(), "", "X-Image-Meta-Protected", "True");
        }
        return id;
    }

    /** An image that has no bytes yet, or never will. */
    private static String reserve(Kind kind) {
        String id = UUID.randomUUID().toString();
        client.send(
                "POST",
                "/v1/images",
                User.ALICE.token(),
                "",
                "X-Image-Meta-Id",
                id,
                "X-Image-Meta-Disk_format",
                "raw",
                "X-Image-Meta-Container_format",
                "bare");
        if (kind == Kind.KILLED) {
            client.send(
                    "PUT",
                    "/v1/images/" + id,
                    User.ALICE.token(),
                    "bytes",
                    "Content-Type",
                    "application/octet-stream",
                    "X-Image-Meta-Checksum",
                    "0".repeat(32));
        }
        return id;
    }

    /** Deletes the image, and what may have been made of its file. */
    private static void delete(Image image) {
        parties.query("SELECT id FROM readable_image WHERE deleted_at IS NULL AND (id = '" + image.id
                        + "' OR location = '" + Parties.location(User.ALICE, image.file) + "')")
                .forEach(id -> {
                    client.send("PUT", "/v1/images/" + id, User.ALICE.token(), "", "X-Image-Meta-Protected", "False");
                    client.send("DELETE", "/v1/images/" + id, User.ALICE.token());
                    parties.forget(id);
                });
        parties.remove(User.ALICE, image.file);
    }

    private static Stream<Case> matrix() {
        return Arrays.stream(Dialect.values())
                .flatMap(dialect -> Arrays.stream(Operation.values())
                        .filter(operation -> operation.isKnownTo(dialect))
                        .flatMap(operation -> Arrays.stream(Caller.values())
                                .flatMap(caller -> Arrays.stream(Kind.values())
                                        .map(kind -> new Case(dialect, operation, caller, kind)))));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void isAnsweredAsTheRuleSaysAndWhatIsRefusedLeavesNoTrace(Case one) {
        Image image = one.changesSomething() ? make(one.kind) : standing(one.kind);
        String before = traces();

        HttpResponse<String> answer = send(one, image, one.caller.token);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(one.expected());
        if (one.changesSomething()) {
            // Publishing what is public is a success that changes nothing; so is removing who is no member.
            boolean isSoAlready = one.operation == Operation.PUBLISH && one.kind == Kind.PUBLIC
                    || one.operation == Operation.REMOVE_MEMBER && !one.kind.isShared();
            if (!isSoAlready) {
                assertThat(traces()).isNotEqualTo(before);
            }
            delete(image);
        } else {
            assertThat(traces()).isEqualTo(before);
        }
        if (answer.statusCode() == 405) {
            assertThat(answer.headers().firstValue("Allow")).isPresent();
        }
        if (answer.statusCode() == 401) {
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
        // Where the bytes are is told to whoever sees the image, with a 501.
        if (answer.statusCode() >= 400 && answer.statusCode() != 501) {
            assertThat(answer.body()).doesNotContain(image.file, image.id, User.ALICE.account());
            assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("x-image-meta-"));
        }
    }

    private static Stream<Case> refusalsAndReadings() {
        return matrix().filter(one -> !one.changesSomething());
    }

    @ParameterizedTest
    @MethodSource("refusalsAndReadings")
    void headersThatPretendAnIdentityChangeNothing(Case one) {
        Image image = standing(one.kind);
        String before = traces();

        HttpResponse<String> answer = send(one, image, one.caller.token, Pretences.HEADERS);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(one.expected());
        assertThat(traces()).isEqualTo(before);
    }

    private static HttpResponse<String> send(Case one, Image image, String token, String... others) {
        String path = one.dialect.mount + one.operation.path.replace("{id}", image.id);
        String[] headers = Stream.concat(Arrays.stream(one.operation.headers(image)), Arrays.stream(others))
                .toArray(String[]::new);
        return client.send(one.operation.method, path, token, one.operation.body(), headers);
    }

    private static Image standing(Kind kind) {
        return standing.get(kind.ordinal());
    }

    /** Everything that any request could have changed. */
    private static String traces() {
        return parties.tables() + parties.files(User.ALICE);
    }

    private static Stream<Case> lists() {
        return matrix().filter(one -> one.operation == Operation.LIST || one.operation == Operation.DETAIL)
                .filter(one -> one.caller.isKnown() && one.kind == Kind.PRIVATE);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void aListHoldsWhatMayBeSeenAndNothingElse(Case one) throws JsonProcessingException {
        Set<String> expected = new TreeSet<>();
        standing.stream()
                .filter(image -> image.kind.isVisibleTo(one.caller, one.dialect) && image.kind != Kind.KILLED)
                .forEach(image -> expected.add(image.id));

        JsonNode answer = JSON.readTree(
                send(one, standing(Kind.PRIVATE), one.caller.token).body());
        Set<String> listed = new TreeSet<>();
        (one.dialect == Dialect.GLANCE ? answer.path("images") : answer)
                .forEach(image -> listed.add(image.path("id").textValue()));

        assertThat(listed).isEqualTo(expected);
    }

    private static Stream<Case> memberLists() {
        return matrix().filter(one -> one.operation == Operation.MEMBERS || one.operation == Operation.SHARED_IMAGES)
                .filter(one -> one.expected() == 200);
    }

    /** What is shared with the member: an image's members, and the images of the member. */
    @ParameterizedTest
    @MethodSource("memberLists")
    void whoIsAMemberIsToldToTheOwnerAndToThatMemberOnly(Case one) throws JsonProcessingException {
        boolean isOfTheMembers = one.operation == Operation.MEMBERS;
        boolean isTold = one.caller == Caller.MEMBER || one.caller == Caller.OWNER;
        List<String> expected = isOfTheMembers
                ? one.kind.isShared() ? List.of(User.BOB.account()) : List.of()
                : standing.stream()
                        .filter(image -> image.kind.isShared() && image.kind.exists(one.dialect))
                        .map(Image::id)
                        .toList();

        JsonNode told =
                JSON.readTree(send(one, standing(one.kind), one.caller.token).body());

        assertThat(told.findValuesAsText(isOfTheMembers ? "member_id" : "image_id"))
                .containsExactlyInAnyOrderElementsOf(isTold ? expected : List.of());
    }
}
