package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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

/**
 * Who may do what to which image over Images v2 and in the catalogue: every operation, by everyone, on every kind of
 * image.
 */
@Tag("long")
class ImagesAccessMatrixTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PATCH = "application/openstack-images-v2.1-json-patch";
    private static final String BYTES = "application/octet-stream";

    @TempDir
    private static Path folder;

    private static Parties parties;
    private static Service service;
    private static Client client;

    /** Those that stay as they are; whatever succeeds in changing one is done to one of its own. */
    private static Map<Kind, Image> standing;

    private enum Caller {
        OWNER(User.ALICE.token()),
        MEMBER(User.BOB.token()),
        STRANGER(User.CAROL.token()),
        ADMINISTRATOR(User.ADMIN.token()),
        NOBODY(null),
        EXPIRED(User.EXPIRED_TOKEN);

        final String token;

        Caller(String token) {
            this.token = token;
        }

        boolean isKnown() {
            return this != NOBODY && this != EXPIRED;
        }

        boolean mayChange() {
            return this == OWNER || this == ADMINISTRATOR;
        }
    }

    /** An image has bytes, and the member has been nothing of it, unless it is said otherwise. */
    private enum Kind {
        PRIVATE("private", null),
        /** It was shared with the member, who is kept in case it is again. */
        UNSHARED("private", "accepted"),
        SHARED_WITH_NOBODY("shared", null),
        PENDING("shared", "pending"),
        ACCEPTED("shared", "accepted"),
        REJECTED("shared", "rejected"),
        COMMUNITY("community", null),
        PUBLIC("public", null),
        HIDDEN("public", null),
        HIDDEN_AND_SHARED("shared", "accepted"),
        PROTECTED("public", null),
        /** It waits for its bytes. */
        QUEUED("shared", "accepted"),
        DEACTIVATED("shared", "accepted"),
        DEACTIVATED_AND_PUBLIC("public", null),
        DELETED("shared", "accepted"),
        UNKNOWN("", null);

        final String visibility;
        final String status;

        /** @param status what the member has said; null if it is none */
        Kind(String visibility, String status) {
            this.visibility = visibility;
            this.status = status;
        }

        boolean exists() {
            return this != DELETED && this != UNKNOWN;
        }

        boolean isHidden() {
            return this == HIDDEN || this == HIDDEN_AND_SHARED;
        }

        boolean isDeactivated() {
            return this == DEACTIVATED || this == DEACTIVATED_AND_PUBLIC;
        }

        boolean isShared() {
            return visibility.equals("shared");
        }

        boolean isForEveryone() {
            return visibility.equals("public") || visibility.equals("community");
        }

        /** Whatever the member has said. */
        boolean isSeenBy(Caller caller) {
            boolean isMembers = isShared() && status != null && caller == Caller.MEMBER;
            return exists() && (caller.mayChange() || isForEveryone() || isMembers);
        }

        /** Whether the object store gives its bytes to the caller, whom it knows by their own token. */
        boolean isReadBy(Caller caller) {
            return isSeenBy(caller) && (caller != Caller.ADMINISTRATOR || isForEveryone());
        }
    }

    private enum Operation {
        LIST("GET", "/images"),
        CREATE("POST", "/images"),
        CREATE_FOR_OWNER("POST", "/images"),
        CREATE_IN_PLACE("POST", "/images"),
        SCHEMA("GET", "/schemas/image"),
        IMPORT_METHODS("GET", "/info/import"),
        NAMESPACES("GET", "/metadefs/namespaces"),
        CREATE_NAMESPACE("POST", "/metadefs/namespaces"),
        NAMESPACE("GET", "/metadefs/namespaces/Plankton::boot"),
        DEFINITION("GET", "/metadefs/namespaces/Plankton::boot/properties/OSFAMILY"),
        REDEFINE("PUT", "/metadefs/namespaces/Plankton::boot/properties/OSFAMILY"),
        FORGET_DEFINITIONS("DELETE", "/metadefs/namespaces/Plankton::boot/properties"),
        FIND("GET", "/images/{id}"),
        DOWNLOAD("GET", "/images/{id}/file"),
        UPLOAD("PUT", "/images/{id}/file"),
        RENAME("PATCH", "/images/{id}"),
        PUBLISH("PATCH", "/images/{id}"),
        REFORMAT("PATCH", "/images/{id}"),
        GIVE_AWAY("PATCH", "/images/{id}"),
        PATCH_STATUS("PATCH", "/images/{id}"),
        DELETE("DELETE", "/images/{id}"),
        DEACTIVATE("POST", "/images/{id}/actions/deactivate"),
        REACTIVATE("POST", "/images/{id}/actions/reactivate"),
        ADD_TAG("PUT", "/images/{id}/tags/taken"),
        REMOVE_TAG("DELETE", "/images/{id}/tags/there"),
        MEMBERS("GET", "/images/{id}/members"),
        INVITE("POST", "/images/{id}/members"),
        FIND_MEMBER("GET", "/images/{id}/members/" + User.BOB.account()),
        ANSWER("PUT", "/images/{id}/members/" + User.BOB.account()),
        REMOVE_MEMBER("DELETE", "/images/{id}/members/" + User.BOB.account()),
        CHANGES("GET", "/changes"),
        NUMBERS("GET", "/numbers"),
        HISTORY("GET", "/images/{id}/history"),
        RESTORE("POST", "/images/{id}/restore"),
        CHECK("POST", "/images/{id}/check");

        final String method;
        final String path;

        Operation(String method, String path) {
            this.method = method;
            this.path = path;
        }

        boolean isRead() {
            return method.equals("GET");
        }

        boolean isOfCatalogue() {
            return ordinal() >= CHANGES.ordinal();
        }

        String mount() {
            return isOfCatalogue() ? "/catalogue/v1" : "/v2";
        }

        boolean isOfOneImage() {
            return path.contains("{id}");
        }

        boolean isOfMembers() {
            return path.contains("/members");
        }

        String type() {
            return method.equals("PATCH") ? PATCH : this == UPLOAD ? BYTES : "application/json";
        }

        String body(Image image) {
            return switch (this) {
                case CREATE -> "{\"name\": \"taken\"}";
                case CREATE_FOR_OWNER -> "{\"owner\": \"" + User.ALICE.account() + "\"}";
                case CREATE_IN_PLACE -> "{\"id\": \"" + image.id + "\"}";
                case CREATE_NAMESPACE -> "{\"namespace\": \"taken\"}";
                case REDEFINE -> "{\"name\": \"OSFAMILY\", \"title\": \"taken\", \"type\": \"string\"}";
                case UPLOAD -> "others";
                case RENAME -> replace("name", "taken");
                case PUBLISH -> replace("visibility", "public");
                case REFORMAT -> replace("disk_format", "iso");
                case GIVE_AWAY -> replace("owner", User.CAROL.account());
                case PATCH_STATUS -> replace("status", "active");
                case INVITE -> "{\"member\": \"" + User.CAROL.account() + "\"}";
                case ANSWER -> "{\"status\": \"accepted\"}";
                default -> "";
            };
        }

        private static String replace(String key, String value) {
            return "[{\"op\": \"replace\", \"path\": \"/" + key + "\", \"value\": \"" + value + "\"}]";
        }
    }

    private record Image(Kind kind, String id) {}

    private record Case(Operation operation, Caller caller, Kind kind) {
        /** The one rule. Order of checks: token, what is never allowed, existence, right, state. */
        int expected() {
            if (!caller.isKnown()) {
                return 401;
            }
            if (operation == Operation.PATCH_STATUS) {
                return 403; // before an image is looked for
            }
            if (!operation.isOfOneImage()) {
                return ofNoImage();
            }
            if (operation.isOfCatalogue() && caller.mayChange() && kind == Kind.DELETED) {
                return ofDeleted();
            }
            if (!kind.isSeenBy(caller)) {
                return 404;
            }
            if (operation.isOfMembers() && !kind.isShared()) {
                return operation == Operation.FIND_MEMBER ? 404 : 403; // members are of shared images alone
            }
            return switch (operation) {
                case FIND -> 200;
                case DOWNLOAD -> download();
                case MEMBERS -> 200;
                case FIND_MEMBER -> kind.status != null ? 200 : 404;
                case ANSWER -> answer();
                case UPLOAD -> caller != Caller.OWNER ? 403 : kind == Kind.QUEUED ? 204 : 409;
                default -> caller.mayChange() ? change() : 403;
            };
        }

        private int ofNoImage() {
            return switch (operation) {
                case CREATE -> 201;
                case CREATE_FOR_OWNER -> caller.mayChange() ? 201 : 403;
                case CREATE_IN_PLACE -> kind == Kind.UNKNOWN ? 201 : 409; // an id is given once
                case CREATE_NAMESPACE, REDEFINE, FORGET_DEFINITIONS -> 403;
                case CHANGES, NUMBERS -> caller == Caller.ADMINISTRATOR ? 200 : 403;
                default -> 200;
            };
        }

        /** By who may: its bytes are gone, which the store tells their owner alone. */
        private int ofDeleted() {
            return switch (operation) {
                case HISTORY -> 200;
                case RESTORE -> caller == Caller.OWNER ? 409 : 403;
                default -> 404;
            };
        }

        private int download() {
            if (kind == Kind.QUEUED) {
                return 204;
            }
            if (kind.isDeactivated() && caller != Caller.ADMINISTRATOR) {
                return 403;
            }
            return kind.isReadBy(caller) ? 200 : 404;
        }

        /** Nobody says for another what they think of it. */
        private int answer() {
            if (kind.status == null) {
                return 404;
            }
            return caller == Caller.OWNER ? 403 : 200;
        }

        /** By who may: what must be told to the store is told by the owner alone. */
        private int change() {
            boolean isUntold = caller == Caller.ADMINISTRATOR && kind != Kind.QUEUED && !kind.isForEveryone();
            return switch (operation) {
                case RENAME -> 200;
                case PUBLISH -> isUntold ? 403 : 200;
                case REFORMAT -> kind == Kind.QUEUED ? 200 : 403;
                case GIVE_AWAY -> caller == Caller.ADMINISTRATOR ? 200 : 403;
                case DELETE -> kind == Kind.PROTECTED ? 403 : 204;
                case DEACTIVATE, REACTIVATE -> kind == Kind.QUEUED ? 403 : 204;
                case ADD_TAG, REMOVE_TAG -> 204;
                case INVITE -> isUntold ? 403 : 200;
                case REMOVE_MEMBER -> kind.status != null ? 204 : 404;
                case HISTORY -> 200;
                case RESTORE -> 400; // to what it is to be restored is not said
                case CHECK -> kind == Kind.QUEUED ? 409 : isUntold ? 403 : 200;
                default -> throw new IllegalStateException(operation + " changes nothing");
            };
        }

        boolean succeedsInChanging() {
            return !operation.isRead() && expected() / 100 == 2;
        }

        /** A patch is told by its time, be it of nothing new; all else that is so already is no change. */
        boolean isSoAlready() {
            return switch (operation) {
                case DEACTIVATE -> kind.isDeactivated();
                case REACTIVATE -> !kind.isDeactivated();
                case ANSWER -> "accepted".equals(kind.status);
                case CHECK -> true;
                default -> false;
            };
        }

        @Override
        public String toString() {
            return caller + " " + operation + " " + kind + " -> " + expected();
        }
    }

    @BeforeAll
    static void start() throws JsonProcessingException {
        parties = new Parties(EmbeddedMariaDb.shared(), folder);
        service = Service.start(parties.settings("plankton.admins", User.ADMIN.account()));
        client = new Client(service.address());
        standing = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            standing.put(kind, make(kind));
        }
    }

    @AfterAll
    static void stop() {
        service.close();
        parties.close();
    }

    private static Image make(Kind kind) throws JsonProcessingException {
        if (kind == Kind.UNKNOWN) {
            return new Image(kind, UUID.randomUUID().toString());
        }
        String made = done(
                "POST",
                "/images",
                "application/json",
                "{\"name\": \"" + kind
                        + "\", \"disk_format\": \"raw\", \"container_format\": \"bare\", \"tags\": [\"there\"],"
                        + " \"visibility\": \"" + (kind.status == null ? kind.visibility : "shared")
                        + "\", \"os_hidden\": " + kind.isHidden() + ", \"protected\": " + (kind == Kind.PROTECTED)
                        + "}");
        String id = JSON.readTree(made).path("id").textValue();
        String path = "/images/" + id;
        if (kind != Kind.QUEUED) {
            done("PUT", path + "/file", BYTES, "bytes");
        }
        if (kind.status != null) {
            done("POST", path + "/members", "application/json", "{\"member\": \"" + User.BOB.account() + "\"}");
            String answer = "{\"status\": \"" + kind.status + "\"}";
            client.send("PUT", "/v2" + path + "/members/" + User.BOB.account(), User.BOB.token(), answer);
        }
        if (kind == Kind.UNSHARED) {
            done("PATCH", path, PATCH, Operation.replace("visibility", "private"));
        }
        if (kind.isDeactivated()) {
            done("POST", path + "/actions/deactivate", "application/json", "");
        }
        if (kind == Kind.DELETED) {
            done("DELETE", path, "application/json", "");
        }
        return new Image(kind, id);
    }

    /** By the owner. */
    private static String done(String method, String path, String type, String body) {
        HttpResponse<String> answer = client.send(method, "/v2" + path, User.ALICE.token(), body, "Content-Type", type);
        assertThat(answer.statusCode())
                .as(method + " " + path + " " + answer.body())
                .isBetween(200, 204);
        return answer.body();
    }

    /** As its owner does it, who is told by an administrator if it is another by now. */
    private static void delete(String id) {
        String patch = Operation.replace("owner", User.ALICE.account())
                .replace("}]", "}, {\"op\": \"replace\", \"path\": \"/protected\", \"value\": false}]");
        client.send("PATCH", "/v2/images/" + id, User.ADMIN.token(), patch, "Content-Type", PATCH);
        client.send("DELETE", "/v2/images/" + id, User.ALICE.token());
        parties.forget(id);
    }

    private static Stream<Case> matrix() {
        return Arrays.stream(Operation.values())
                .flatMap(operation -> Arrays.stream(Caller.values())
                        .flatMap(
                                caller -> Arrays.stream(Kind.values()).map(kind -> new Case(operation, caller, kind))));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void isAnsweredAsTheRuleSaysAndWhatIsRefusedLeavesNoTrace(Case one) throws JsonProcessingException {
        boolean changes = one.succeedsInChanging();
        Image image = changes ? make(one.kind) : standing.get(one.kind);
        String before = traces();

        HttpResponse<String> answer = send(one, image);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(one.expected());
        if (changes) {
            assertThat(traces().equals(before)).isEqualTo(one.isSoAlready());
            delete(
                    answer.statusCode() == 201
                            ? JSON.readTree(answer.body()).path("id").textValue()
                            : image.id);
            delete(image.id);
            return;
        }
        String[] pretences = Stream.concat(
                        Stream.of(Pretences.HEADERS), Stream.of("X-Image-Meta-Owner", User.CAROL.account()))
                .toArray(String[]::new);
        assertThat(send(one, image, pretences).statusCode()).isEqualTo(one.expected());
        assertThat(traces().equals(before) || leavesNoTraceAgain(one, image, pretences))
                .as("nothing is changed")
                .isTrue();
        if (answer.statusCode() >= 400) {
            assertThat(answer.body()).doesNotContain(image.id, User.ALICE.account(), User.BOB.account(), "accepted\"");
        }
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(answer.statusCode() == 401);
    }

    /**
     * Another change may have been settled meanwhile: what an administrator has deleted is left to its owner's next
     * request.
     */
    private static boolean leavesNoTraceAgain(Case one, Image image, String... pretences) {
        parties.awaitSettled(() -> client.send("GET", "/v2/images?limit=1", User.ALICE.token()));
        String before = traces();
        send(one, image, pretences);
        return traces().equals(before);
    }

    private static HttpResponse<String> send(Case one, Image image, String... others) {
        String[] headers = Stream.concat(Stream.of("Content-Type", one.operation.type()), Arrays.stream(others))
                .toArray(String[]::new);
        String path = one.operation.mount() + one.operation.path.replace("{id}", image.id);
        return client.send(one.operation.method, path, one.caller.token, one.operation.body(image), headers);
    }

    /** Everything that any request could have changed. */
    private static String traces() {
        return parties.tables() + parties.files(User.ALICE);
    }

    /** A list's parameters, and what of an image is asked for by them. */
    private enum Asked {
        ALL(""),
        OF_EVERY_VISIBILITY("visibility=all"),
        PUBLIC("visibility=public"),
        COMMUNITY("visibility=community"),
        SHARED("visibility=shared"),
        PRIVATE("visibility=private"),
        HIDDEN("os_hidden=true"),
        HIDDEN_OF_EVERY_VISIBILITY("os_hidden=true&visibility=all"),
        PENDING("member_status=pending"),
        REJECTED("member_status=rejected&visibility=all"),
        ANSWERED_OR_NOT("member_status=all"),
        ACTIVE("status=active"),
        DEACTIVATED("status=deactivated"),
        OWNERS("owner=" + User.ALICE.account());

        final String query;

        Asked(String query) {
            this.query = query;
        }

        private String parameter(String name, String otherwise) {
            return Arrays.stream(query.split("&"))
                    .filter(pair -> pair.startsWith(name + "="))
                    .map(pair -> pair.substring(name.length() + 1))
                    .findFirst()
                    .orElse(otherwise);
        }

        /** Whether it is listed to the caller. */
        boolean holds(Kind kind, Caller caller) {
            String visibility = parameter("visibility", "");
            boolean isOfVisibility = List.of("", "all", kind.visibility).contains(visibility);
            boolean isOfStatus = switch (parameter("status", "")) {
                case "active" -> !kind.isDeactivated() && kind != Kind.QUEUED;
                case "deactivated" -> kind.isDeactivated();
                default -> true;
            };
            boolean isHiddenAsked =
                    kind.isHidden() == parameter("os_hidden", "").equals("true");
            return kind.exists()
                    && isOfVisibility
                    && isOfStatus
                    && isHiddenAsked
                    && (caller == Caller.OWNER || isListedToOthers(kind, caller, visibility));
        }

        private boolean isListedToOthers(Kind kind, Caller caller, String visibility) {
            if (kind.visibility.equals("community")) {
                return Set.of("community", "all").contains(visibility);
            }
            String memberStatus = parameter("member_status", "accepted");
            boolean isMembers = caller == Caller.MEMBER
                    && kind.isShared()
                    && kind.status != null
                    && (memberStatus.equals("all") || memberStatus.equals(kind.status));
            return caller == Caller.ADMINISTRATOR || kind.visibility.equals("public") || isMembers;
        }
    }

    private static Stream<List<Object>> lists() {
        return Arrays.stream(Asked.values())
                .flatMap(asked ->
                        Arrays.stream(Caller.values()).filter(Caller::isKnown).map(caller -> List.of(asked, caller)));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void aListHoldsWhatConcernsTheCallerAndNothingElse(List<Object> one) throws JsonProcessingException {
        Asked asked = (Asked) one.get(0);
        Caller caller = (Caller) one.get(1);
        Set<Kind> expected = EnumSet.allOf(Kind.class);
        expected.removeIf(kind -> !asked.holds(kind, caller));

        JsonNode answer = JSON.readTree(client.send("GET", "/v2/images?with_count=true&" + asked.query, caller.token)
                .body());

        assertThat(answer.path("images").findValuesAsText("name"))
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(Kind::name).toList());
        assertThat(answer.path("count").intValue()).isEqualTo(expected.size());
    }

    private static Stream<Case> memberLists() {
        return matrix().filter(one -> one.operation == Operation.MEMBERS && one.expected() == 200);
    }

    @ParameterizedTest
    @MethodSource("memberLists")
    void whoIsAMemberIsToldWithWhatItHasSaid(Case one) throws JsonProcessingException {
        JsonNode told = JSON.readTree(send(one, standing.get(one.kind)).body());

        assertThat(told.findValuesAsText("member_id"))
                .isEqualTo(one.kind.status == null ? List.of() : List.of(User.BOB.account()));
        assertThat(told.findValuesAsText("status"))
                .isEqualTo(one.kind.status == null ? List.of() : List.of(one.kind.status));
    }
}
