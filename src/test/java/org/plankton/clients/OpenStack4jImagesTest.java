package org.plankton.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.fge.jsonpatch.diff.JsonDiff;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openstack4j.api.Builders;
import org.openstack4j.api.exceptions.ClientResponseException;
import org.openstack4j.api.identity.EndpointURLResolver;
import org.openstack4j.api.image.v2.ImageService;
import org.openstack4j.core.transport.Config;
import org.openstack4j.core.transport.ObjectMapperSingleton;
import org.openstack4j.model.common.ActionResponse;
import org.openstack4j.model.common.Identifier;
import org.openstack4j.model.common.Payload;
import org.openstack4j.model.common.Payloads;
import org.openstack4j.model.identity.URLResolverParams;
import org.openstack4j.model.image.v2.ContainerFormat;
import org.openstack4j.model.image.v2.DiskFormat;
import org.openstack4j.model.image.v2.Image;
import org.openstack4j.model.image.v2.Image.ImageStatus;
import org.openstack4j.model.image.v2.Image.ImageVisibility;
import org.openstack4j.model.image.v2.Member;
import org.openstack4j.model.image.v2.Member.MemberStatus;
import org.openstack4j.model.image.v2.builder.ImageBuilder;
import org.openstack4j.openstack.OSFactory;
import org.openstack4j.openstack.identity.v3.domain.KeystoneToken;
import org.openstack4j.openstack.image.v2.domain.GlanceImageUpdate;
import org.openstack4j.openstack.image.v2.domain.PatchOperation;
import org.openstack4j.openstack.image.v2.domain.PatchOperation.OperationType;
import org.plankton.cloud.User;

/** OpenStack4j's second image service, which speaks Images v2. What it does not know of it, it is sent by hand. */
@Timeout(120)
class OpenStack4jImagesTest {
    private static final Identifier DOMAIN = Identifier.byName("Default");
    private static final String UNKNOWN = UUID.randomUUID().toString();
    private static final String GREEK = "Ubuntu στα ελληνικά 🐧";

    /** It complains that OpenStack4j leaves some answers open. Held, lest the level be forgotten. */
    private static final Logger LEAKS = Logger.getLogger("okhttp3.OkHttpClient");

    @TempDir
    private static Path folder;

    @TempDir
    private Path downloads;

    private static DeployedRegistry registry;

    @BeforeAll
    static void start() {
        LEAKS.setLevel(Level.OFF);
        registry = DeployedRegistry.inSynnefo(folder);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    /** The user's, by way of Keystone. To be asked for anew for every call: all are the last user's of the thread. */
    private static ImageService images(User user) {
        return images(user, registry);
    }

    private static ImageService images(User user, DeployedRegistry registry) {
        return OSFactory.builderV3()
                .endpoint(registry.keystone())
                .credentials(user.shortName(), user.token(), DOMAIN)
                .scopeToProject(Identifier.byName(user.shortName()), DOMAIN)
                .authenticate()
                .imagesV2();
    }

    @Test
    void anImagesLife() throws IOException {
        byte[] bytes = DeployedRegistry.bytes(300_000);
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        Image created = images(User.ALICE)
                .create(draft("life")
                        .visibility(ImageVisibility.PRIVATE)
                        .minDisk(4L)
                        .minRam(512L)
                        .osDistro("ubuntu")
                        .architecture("x86_64")
                        .tags(List.of("web", "ελληνικά"))
                        .additionalProperty("owner_specified.openstack.md5", "")
                        .additionalProperty("trait:HW_CPU_X86_AVX2", "required")
                        .additionalProperty("os_Mixed", GREEK)
                        .build());
        String id = created.getId();

        assertThat(created.getStatus()).isEqualTo(ImageStatus.QUEUED);
        assertThat(created.getSize()).isNull();
        assertThat(created.getChecksum()).isNull();
        assertThat(registry.listed("/images/detail", User.ALICE, id)).isEmpty();

        assertThat(images(User.ALICE).upload(id, payload(bytes), created).isSuccess())
                .isTrue();

        Image image = images(User.ALICE).get(id);
        assertThat(image.getName()).isEqualTo("life");
        assertThat(image.getStatus()).isEqualTo(ImageStatus.ACTIVE);
        assertThat(image.getVisibility()).isEqualTo(ImageVisibility.PRIVATE);
        assertThat(image.getDiskFormat()).isEqualTo(DiskFormat.RAW);
        assertThat(image.getContainerFormat()).isEqualTo(ContainerFormat.BARE);
        assertThat(image.getSize()).isEqualTo(bytes.length);
        assertThat(image.getVirtualSize()).isEqualTo(bytes.length);
        assertThat(image.getMinDisk()).isEqualTo(4);
        assertThat(image.getMinRam()).isEqualTo(512);
        assertThat(image.getIsProtected()).isFalse();
        assertThat(image.getOwner()).isEqualTo(User.ALICE.account());
        assertThat(image.getTags()).containsExactlyInAnyOrder("web", "ελληνικά");
        assertThat(image.getOsDistro()).isEqualTo("ubuntu");
        assertThat(image.getArchitecture()).isEqualTo("x86_64");
        assertThat(image.getAdditionalPropertyValue("owner_specified.openstack.md5"))
                .isEmpty();
        assertThat(image.getAdditionalPropertyValue("trait:HW_CPU_X86_AVX2")).isEqualTo("required");
        assertThat(image.getAdditionalPropertyValue("os_Mixed")).isEqualTo(GREEK);
        assertThat(image.getCreatedAt()).isBetween(before, Instant.now());
        assertThat(image.getUpdatedAt()).isBetween(image.getCreatedAt().toInstant(), Instant.now());
        assertThat(image.getSelf()).isEqualTo("/v2/images/" + id);
        assertThat(image.getFile()).isEqualTo("/v2/images/" + id + "/file");
        assertThat(image.getSchema()).isEqualTo("/v2/schemas/image");
        assertSame(listed(User.ALICE, id), image);

        byte[] downloaded = download(User.ALICE, id);
        assertThat(downloaded).isEqualTo(bytes);
        assertThat(DeployedRegistry.md5(downloaded)).isEqualTo(image.getChecksum());
        assertThat(image.getAdditionalPropertyValue("os_hash_algo")).isEqualTo("sha512");
        assertThat(sha512(downloaded)).isEqualTo(image.getAdditionalPropertyValue("os_hash_value"));
        assertThat(images(User.ALICE).upload(id, payload(bytes), image).getCode())
                .isEqualTo(409);

        assertThat(images(User.ALICE).delete(id).isSuccess()).isTrue();
        assertThat(images(User.ALICE).get(id)).isNull();
        assertThat(images(User.ALICE).delete(id).getCode()).isEqualTo(404);
        assertThat(images(User.ALICE).list(Map.of("name", "life"))).isEmpty();
    }

    @Test
    void theSameImageOverTheOtherDialects() {
        Image created = create(User.ALICE, GREEK);
        for (String listing : List.of("/images/detail", "/v1.0/images/detail")) {
            JsonNode image =
                    registry.listed(listing, User.ALICE, created.getId()).orElseThrow();
            assertThat(image.path("name").asText()).isEqualTo(GREEK);
            assertThat(image.path("status").asText()).isEqualTo("available");
            assertThat(image.path("size").asLong()).isEqualTo(created.getSize());
            assertThat(image.path("is_public").asBoolean()).isFalse();
            assertThat(image.path("properties").path("os_distro").asText()).isEqualTo("debian");
            assertThat(registry.fileStatus(User.ALICE, image.path("location").asText()))
                    .isEqualTo(200);
        }

        String id = registry.register(
                User.ALICE,
                "registered.diskdump",
                "not really a disk",
                GREEK,
                "X-Image-Meta-Is-Public",
                "true",
                "X-Image-Meta-Property-OS-Distro",
                "bsd");
        Image registered = images(User.BOB).get(id);

        assertThat(registered.getName()).isEqualTo(GREEK);
        assertThat(registered.getStatus()).isEqualTo(ImageStatus.ACTIVE);
        assertThat(registered.getVisibility()).isEqualTo(ImageVisibility.PUBLIC);
        assertThat(registered.getDiskFormat()).isEqualTo(DiskFormat.UNRECOGNIZED); // it does not know Plankton's
        assertThat(registered.getOsDistro()).isEqualTo("bsd");
        assertThat(registered.getChecksum()).isNull();
        assertThat(registered.getSize()).isEqualTo("not really a disk".length());
        assertSame(listed(User.BOB, id), registered);
    }

    /** With any of its connectors: openstack4j/openstack4j#202. So does Glance. */
    @Test
    void isToldThatItSendsItsPatchesByAnotherName() {
        Image created = create(User.ALICE, "unchanged");

        assertThatThrownBy(() -> images(User.ALICE)
                        .update(created.toBuilder().name("changed").build()))
                .isInstanceOfSatisfying(
                        ClientResponseException.class,
                        refusal -> assertThat(refusal.getStatus()).isEqualTo(415))
                .hasMessageContaining("Content-Type");

        assertThat(images(User.ALICE).get(created.getId()).getName()).isEqualTo("unchanged");
    }

    /** It sends what is different between the image as it is there and as it is given. */
    @Test
    void updatesWhatIsDifferent() throws IOException {
        Image created = create(User.ALICE, "before");

        Image updated = update(
                User.ALICE,
                created.toBuilder()
                        .name("after ~ / 🐧")
                        .minDisk(20L)
                        .isProtected(true)
                        .visibility(ImageVisibility.PUBLIC)
                        .osDistro("ubuntu")
                        .osVersion("24.04")
                        .additionalProperty("a/b~c", "escaped")
                        .build());

        assertThat(updated.getName()).isEqualTo("after ~ / 🐧");
        assertThat(updated.getMinDisk()).isEqualTo(20);
        assertThat(updated.getIsProtected()).isTrue();
        assertThat(updated.getVisibility()).isEqualTo(ImageVisibility.PUBLIC);
        assertThat(updated.getOsDistro()).isEqualTo("ubuntu");
        assertThat(updated.getOsVersion()).isEqualTo("24.04");
        assertThat(updated.getAdditionalPropertyValue("a/b~c")).isEqualTo("escaped");
        assertThat(updated.getAdditionalPropertyValue("kept")).isEqualTo("as it is");
        assertThat(updated.getChecksum()).isEqualTo(created.getChecksum());
        assertThat(updated.getTags()).isEqualTo(created.getTags());
        assertSame(images(User.BOB).get(created.getId()), updated);
        assertThat(patch(images(User.ALICE).get(created.getId()), updated)).isEqualTo("[ ]");

        assertThat(images(User.ALICE).delete(created.getId()).getCode()).isEqualTo(403);
        assertThat(images(User.BOB).delete(created.getId()).getCode()).isEqualTo(403);
        String renaming = patch(
                images(User.BOB).get(created.getId()),
                updated.toBuilder().name("mine").build());
        assertThat(renaming).contains("mine");
        assertThat(patch(User.BOB, created.getId(), renaming).statusCode()).isEqualTo(403);
    }

    @Test
    void patchesByOperations() throws IOException {
        Image created = create(User.ALICE, "patched");

        String operations = written(new GlanceImageUpdate(List.of(
                new PatchOperation(OperationType.ADD, "/new", "value"),
                new PatchOperation(OperationType.REPLACE, "/tags", List.of("c", "d")),
                new PatchOperation(OperationType.REPLACE, "/visibility", "community"),
                new PatchOperation(OperationType.REMOVE, "/kept"))));
        assertThat(patch(User.ALICE, created.getId(), operations).statusCode()).isEqualTo(200);
        Image patched = images(User.ALICE).get(created.getId());

        assertThat(patched.getAdditionalPropertyValue("new")).isEqualTo("value");
        assertThat(patched.getAdditionalPropertyValue("kept")).isNull();
        assertThat(patched.getTags()).containsExactlyInAnyOrder("c", "d");
        assertThat(patched.getVisibility()).isEqualTo(ImageVisibility.UNKNOWN); // it knows private and public alone
        assertSame(images(User.CAROL).get(created.getId()), patched);
        assertThat(images(User.CAROL).list(Map.of("name", "patched"))).isEmpty();
        assertThat(images(User.CAROL).list(Map.of("name", "patched", "visibility", "community")))
                .extracting(Image::getId)
                .containsExactly(created.getId());
    }

    @Test
    void tagsComeAndGo() {
        Image created = create(User.ALICE, "tagged");
        String id = created.getId();

        assertThat(images(User.ALICE).updateTag(id, "golden").isSuccess()).isTrue();
        assertThat(images(User.ALICE).updateTag(id, "golden").isSuccess()).isTrue();
        assertThat(images(User.ALICE).get(id).getTags()).containsExactlyInAnyOrder("a", "b", "golden");
        assertThat(images(User.ALICE).list(Map.of("tag", "golden")))
                .extracting(Image::getId)
                .containsExactly(id);
        assertThat(images(User.ALICE).deleteTag(id, "golden").isSuccess()).isTrue();
        assertThat(images(User.ALICE).deleteTag(id, "golden").getCode()).isEqualTo(404);
        assertThat(images(User.ALICE).get(id).getTags()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatIsDeactivatedIsNotGivenOut() throws IOException {
        Image created = create(User.ALICE, "deactivated");
        String id = created.getId();
        byte[] bytes = download(User.ALICE, id);

        assertThat(images(User.ALICE).deactivate(id).isSuccess()).isTrue();

        assertThat(images(User.ALICE).get(id).getStatus()).isEqualTo(ImageStatus.DEACTIVATED);
        assertThat(images(User.ALICE).list(Map.of("status", "deactivated")))
                .extracting(Image::getId)
                .containsExactly(id);
        assertThat(registry.send("GET", "/v2/images/" + id + "/file", User.ALICE)
                        .statusCode())
                .isEqualTo(403);

        assertThat(images(User.ALICE).reactivate(id).isSuccess()).isTrue();

        assertThat(images(User.ALICE).get(id).getStatus()).isEqualTo(ImageStatus.ACTIVE);
        assertThat(download(User.ALICE, id)).isEqualTo(bytes);
        Image queued = images(User.ALICE).create(draft("queued").build());
        assertThat(images(User.ALICE).deactivate(queued.getId()).getCode()).isEqualTo(403);
    }

    @Test
    void membersAreAskedAndAnswer() throws IOException {
        Image created = create(User.ALICE, "shared");
        String id = created.getId();
        String bob = User.BOB.account();
        assertThat(images(User.BOB).get(id)).isNull();
        assertThat(images(User.ALICE).listMembers(id)).isEmpty();

        Member invited = images(User.ALICE).createMember(id, bob);

        assertThat(invited.getMemberId()).isEqualTo(bob);
        assertThat(invited.getImageId()).isEqualTo(id);
        assertThat(invited.getStatus()).isEqualTo(MemberStatus.PENDING);
        assertThat(invited.getSchema()).isEqualTo("/v2/schemas/member");
        assertThat(images(User.ALICE).listMembers(id))
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(List.of(invited));
        assertSame(images(User.BOB).get(id), created);
        assertThat(namesOf(User.BOB, Map.of())).doesNotContain("shared");
        assertThat(namesOf(User.BOB, Map.of("member_status", "pending"))).contains("shared");
        assertThatThrownBy(() -> images(User.ALICE).updateMember(id, bob, MemberStatus.ACCEPTED))
                .isInstanceOfSatisfying(
                        ClientResponseException.class,
                        refusal -> assertThat(refusal.getStatus()).isEqualTo(403));

        Member accepted = images(User.BOB).updateMember(id, bob, MemberStatus.ACCEPTED);

        assertThat(accepted.getStatus()).isEqualTo(MemberStatus.ACCEPTED);
        assertThat(accepted.getCreatedAt()).isEqualTo(invited.getCreatedAt());
        assertThat(images(User.ALICE).getMember(id, bob).getStatus()).isEqualTo(MemberStatus.ACCEPTED);
        assertThat(namesOf(User.BOB, Map.of())).contains("shared");
        assertThat(download(User.BOB, id)).isEqualTo(download(User.ALICE, id));
        assertThat(registry.listed("/images", User.BOB, id)).isPresent();

        assertThat(images(User.BOB).updateMember(id, bob, MemberStatus.REJECTED).getStatus())
                .isEqualTo(MemberStatus.REJECTED);
        assertThat(namesOf(User.BOB, Map.of())).doesNotContain("shared");
        assertSame(images(User.BOB).get(id), created);
        assertThat(registry.listed("/images", User.BOB, id)).isEmpty();

        assertThat(images(User.BOB).deleteMember(id, bob).getCode()).isEqualTo(403);
        assertThat(images(User.ALICE).deleteMember(id, bob).isSuccess()).isTrue();
        assertThat(images(User.ALICE).deleteMember(id, bob).getCode()).isEqualTo(404);
        assertThat(images(User.ALICE).getMember(id, bob)).isNull();
        assertThat(images(User.BOB).get(id)).isNull();
    }

    @Test
    void listsWhatItAsksFor() {
        for (String name : List.of("small", "middle", "large")) {
            create(User.CAROL, name);
        }
        images(User.CAROL).create(draft("later").osDistro("bsd").build());

        assertThat(namesOf(User.CAROL, Map.of())).containsExactly("later", "large", "middle", "small");
        assertThat(namesOf(User.CAROL, Map.of("name", "in:small,large"))).containsExactly("large", "small");
        assertThat(namesOf(User.CAROL, Map.of("size_min", "5", "size_max", "5")))
                .containsExactly("large", "small");
        assertThat(namesOf(User.CAROL, Map.of("sort", "size:asc,name:desc", "status", "active")))
                .containsExactly("small", "large", "middle");
        assertThat(namesOf(User.CAROL, Map.of("sort_key", "name", "sort_dir", "asc")))
                .containsExactly("large", "later", "middle", "small");
        assertThat(namesOf(User.CAROL, Map.of("os_distro", "debian", "tag", "a")))
                .containsExactly("large", "middle", "small");
        assertThat(namesOf(User.CAROL, Map.of("os_distro", "bsd"))).containsExactly("later");
        assertThat(namesOf(User.CAROL, Map.of("OS_Distro", "bsd"))).isEmpty();
        assertThat(namesOf(User.CAROL, Map.of("status", "queued"))).containsExactly("later");
        assertThat(namesOf(User.CAROL, Map.of("os_hidden", "true"))).isEmpty();
        assertThatThrownBy(() -> images(User.CAROL).list(Map.of("size_min", "much")))
                .isInstanceOfSatisfying(
                        ClientResponseException.class,
                        refusal -> assertThat(refusal.getStatus()).isEqualTo(400));
    }

    /** It follows no {@code next}, so its users page by hand. */
    @Test
    void listsPageByPage() {
        List<String> names = new ArrayList<>();
        for (int number = 10; number < 40; number++) {
            names.add("page " + number);
            images(User.ADMIN)
                    .create(Builders.imageV2()
                            .name("page " + number)
                            .osDistro("paged")
                            .build());
        }
        assertThat(images(User.ADMIN).list(Map.of("os_distro", "paged"))).hasSize(25);

        List<String> paged = new ArrayList<>();
        List<? extends Image> page = List.of();
        do {
            Map<String, String> asked = page.isEmpty()
                    ? Map.of("os_distro", "paged", "sort", "name:asc", "limit", "7")
                    : Map.of(
                            "os_distro",
                            "paged",
                            "sort",
                            "name:asc",
                            "limit",
                            "7",
                            "marker",
                            page.get(page.size() - 1).getId());
            page = images(User.ADMIN).list(asked);
            page.forEach(image -> paged.add(image.getName()));
        } while (!page.isEmpty());

        assertThat(paged).isEqualTo(names);
    }

    /** The catalogue's endpoint has no version; where somebody has put one there, it goes by that. */
    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/v2", "/v2.9"})
    void findsTheVersionBehindAnEndpoint(String version) {
        KeystoneToken known = new KeystoneToken();
        known.setId(User.ALICE.token());
        List<String> asked = new ArrayList<>();
        Config config = Config.newConfig().withEndpointURLResolver(new EndpointURLResolver() {
            @Override
            public String findURLV2(URLResolverParams params) {
                return findURLV3(params);
            }

            @Override
            public String findURLV3(URLResolverParams params) {
                asked.add(String.valueOf(params.type));
                return registry.address() + version;
            }
        });

        Image created = OSFactory.clientFromToken(known, config)
                .imagesV2()
                .create(draft("straight" + version).build());

        assertThat(asked).isNotEmpty();
        assertThat(images(User.ALICE).get(created.getId()).getName()).isEqualTo("straight" + version);
    }

    @Test
    void whatIsNotThereIsNullOrRefused() {
        assertThat(images(User.ALICE).get(UNKNOWN)).isNull();
        assertThat(images(User.ALICE).get("a name")).isNull();
        assertThat(images(User.ALICE).delete(UNKNOWN).getCode()).isEqualTo(404);
        assertThat(images(User.ALICE).deactivate(UNKNOWN).getCode()).isEqualTo(404);
        assertThat(images(User.ALICE).updateTag(UNKNOWN, "a").getCode()).isEqualTo(404);
        assertThat(images(User.ALICE).getMember(UNKNOWN, User.BOB.account())).isNull();
        assertThat(images(User.ALICE).list(Map.of("name", "no such image"))).isEmpty();

        Image ofAlice = create(User.ALICE, "alice's");
        ActionResponse refused = images(User.BOB).delete(ofAlice.getId());
        assertThat(refused.getCode()).isEqualTo(404);
        assertThat(refused.getFault()).doesNotContain(ofAlice.getId());
        assertThat(images(User.BOB).get(ofAlice.getId())).isNull();
        assertThat(images(User.BOB)
                        .upload(ofAlice.getId(), payload(new byte[] {1}), ofAlice)
                        .getCode())
                .isEqualTo(404);
    }

    /** Which Glance refuses as well, before an image is there. */
    @Test
    void whatCannotBeSaidIsRefused() {
        assertRefused(400, draft("x".repeat(256)).build());
        assertRefused(400, draft("tag").tags(List.of("t".repeat(256))).build());
        assertRefused(
                403, draft("reserved").additionalProperty("os_glance_x", "y").build());
        assertRefused(400, draft("negative").minDisk(-1L).build());
        assertThat(images(User.ALICE).list(Map.of("name", "in:tag,reserved,negative")))
                .isEmpty();

        Image taken = create(User.ALICE, "taken");
        assertRefused(409, draft("again").id(taken.getId()).build());
    }

    private static void assertRefused(int status, Image draft) {
        assertThatThrownBy(() -> images(User.ALICE).create(draft))
                .isInstanceOfSatisfying(
                        ClientResponseException.class,
                        refusal -> assertThat(refusal.getStatus()).isEqualTo(status));
    }

    @Test
    void worksTheSameInOpenStack(@TempDir Path another) throws IOException {
        try (DeployedRegistry inOpenStack = DeployedRegistry.inOpenStack(another)) {
            byte[] bytes = DeployedRegistry.bytes(50_000);
            Image created =
                    images(User.ALICE, inOpenStack).create(draft("in OpenStack").build());
            String id = created.getId();
            assertThat(images(User.ALICE, inOpenStack)
                            .upload(id, payload(bytes), created)
                            .isSuccess())
                    .isTrue();
            images(User.ALICE, inOpenStack).createMember(id, User.BOB.account());
            images(User.BOB, inOpenStack).updateMember(id, User.BOB.account(), MemberStatus.ACCEPTED);

            assertThat(images(User.BOB, inOpenStack).list())
                    .extracting(Image::getChecksum)
                    .containsExactly(DeployedRegistry.md5(bytes));
            assertThat(download(images(User.BOB, inOpenStack), id)).isEqualTo(bytes);
            assertThat(images(User.ALICE, inOpenStack).delete(id).isSuccess()).isTrue();
            assertThat(images(User.BOB, inOpenStack).list()).isEmpty();
        }
    }

    private static ImageBuilder draft(String name) {
        return Builders.imageV2().name(name).diskFormat(DiskFormat.RAW).containerFormat(ContainerFormat.BARE);
    }

    /** With as many bytes as its name. */
    private static Image create(User owner, String name) {
        Image created = images(owner)
                .create(draft(name)
                        .osDistro("debian")
                        .tags(List.of("a", "b"))
                        .additionalProperty("kept", "as it is")
                        .build());
        byte[] bytes = DeployedRegistry.bytes(name.length());
        assertThat(images(owner)
                        .upload(created.getId(), payload(bytes), created)
                        .isSuccess())
                .isTrue();
        return images(owner).get(created.getId());
    }

    /** As it would itself, were it not for the name of the patch. */
    private static Image update(User user, Image image) throws IOException {
        String patch = patch(images(user).get(image.getId()), image);
        HttpResponse<String> answer = patch(user, image.getId(), patch);
        assertThat(answer.statusCode()).as(patch + answer.body()).isEqualTo(200);
        return images(user).get(image.getId());
    }

    /** What is different, as its {@code update} writes it. */
    private static String patch(Image before, Image after) throws IOException {
        ObjectMapper json = new ObjectMapper();
        return written(new GlanceImageUpdate(JsonDiff.asJson(
                json.readTree(json.writeValueAsString(before)), json.readTree(json.writeValueAsString(after)))));
    }

    private static String written(GlanceImageUpdate update) throws IOException {
        return ObjectMapperSingleton.getContext(GlanceImageUpdate.class)
                .writer()
                .writeValueAsString(update);
    }

    private static HttpResponse<String> patch(User user, String id, String patch) {
        return registry.sendWithBody(
                "PATCH",
                "/v2/images/" + id,
                user,
                patch,
                "Content-Type",
                "application/openstack-images-v2.1-json-patch");
    }

    private static Payload<InputStream> payload(byte[] bytes) {
        return Payloads.create(new ByteArrayInputStream(bytes));
    }

    /** Of those that are the user's, or shared with them: what others have published is left out. */
    private static List<String> namesOf(User user, Map<String, String> filter) {
        return images(user).list(filter).stream()
                .filter(image -> image.getVisibility() != ImageVisibility.PUBLIC)
                .map(Image::getName)
                .toList();
    }

    private static Image listed(User user, String id) {
        return images(user).list(Map.of("limit", "1000")).stream()
                .filter(image -> image.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private byte[] download(User user, String id) throws IOException {
        return download(images(user), id);
    }

    private byte[] download(ImageService images, String id) throws IOException {
        Path file = downloads.resolve(UUID.randomUUID().toString());
        ActionResponse answer = images.download(id, file.toFile());
        assertThat(answer.isSuccess()).as(answer.getFault()).isTrue();
        return Files.readAllBytes(file);
    }

    private static String sha512(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every field. */
    private static void assertSame(Image image, Image expected) {
        assertThat(image).usingRecursiveComparison().isEqualTo(expected);
    }
}
