package org.plankton.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
import org.openstack4j.api.exceptions.AuthenticationException;
import org.openstack4j.api.exceptions.ClientResponseException;
import org.openstack4j.api.identity.EndpointURLResolver;
import org.openstack4j.api.image.ImageService;
import org.openstack4j.core.transport.Config;
import org.openstack4j.model.common.ActionResponse;
import org.openstack4j.model.common.Identifier;
import org.openstack4j.model.common.Payload;
import org.openstack4j.model.common.Payloads;
import org.openstack4j.model.identity.URLResolverParams;
import org.openstack4j.model.image.ContainerFormat;
import org.openstack4j.model.image.DiskFormat;
import org.openstack4j.model.image.Image;
import org.openstack4j.model.image.ImageMember;
import org.openstack4j.openstack.OSFactory;
import org.openstack4j.openstack.identity.v3.domain.KeystoneAuth;
import org.openstack4j.openstack.identity.v3.domain.KeystoneToken;
import org.plankton.cloud.KeystoneServlet;
import org.plankton.cloud.User;

/** OpenStack4j, whose image service is Glance's first version. */
@Timeout(120)
class OpenStack4jTest {
    private static final Identifier DOMAIN = Identifier.byName("Default");
    private static final String UNKNOWN = UUID.randomUUID().toString();
    private static final String GREEK = "Ubuntu στα ελληνικά";

    @TempDir
    private static Path folder;

    /** It complains that OpenStack4j leaves some answers open. Held, lest the level be forgotten. */
    private static final Logger LEAKS = Logger.getLogger("okhttp3.OkHttpClient");

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
        Identifier project = Identifier.byName(user.shortName());
        return OSFactory.builderV3()
                .endpoint(registry.keystone())
                .credentials(user.shortName(), user.token(), DOMAIN)
                .scopeToProject(project, DOMAIN)
                .authenticate()
                .images();
    }

    /** Without Keystone. */
    private static ImageService imagesAt(String endpoint, String token) {
        KeystoneToken known = new KeystoneToken();
        known.setId(token);
        return OSFactory.clientFromToken(known, at(endpoint)).images();
    }

    private static Config at(String endpoint) {
        return Config.newConfig().withEndpointURLResolver(new EndpointURLResolver() {
            @Override
            public String findURLV2(URLResolverParams asked) {
                return endpoint;
            }

            @Override
            public String findURLV3(URLResolverParams asked) {
                return endpoint;
            }
        });
    }

    @Test
    void whatItCreatesIsTheSameInEveryAnswerAndDialect() throws IOException {
        byte[] bytes = DeployedRegistry.bytes(300_000);
        Instant before = Instant.now().minusSeconds(1);

        Image created = images(User.ALICE)
                .create(
                        Builders.image()
                                .name(DeployedRegistry.encoded(GREEK))
                                .diskFormat(DiskFormat.QCOW2)
                                .containerFormat(ContainerFormat.BARE)
                                .size((long) bytes.length)
                                .checksum(DeployedRegistry.md5(bytes))
                                .minRam(512L)
                                .minDisk(4L)
                                .isPublic(false)
                                .property("os_family", "linux")
                                .property("kernel_version", "3.8.3 generic")
                                .build(),
                        payload(bytes));

        assertThat(created.getName()).isEqualTo(GREEK);
        assertThat(created.getStatus()).isEqualTo(Image.Status.ACTIVE);
        assertThat(created.getDiskFormat()).isEqualTo(DiskFormat.QCOW2);
        assertThat(created.getContainerFormat()).isEqualTo(ContainerFormat.BARE);
        assertThat(created.getSize()).isEqualTo(bytes.length);
        assertThat(created.getChecksum()).isEqualTo(DeployedRegistry.md5(bytes));
        assertThat(created.getMinRam()).isEqualTo(512);
        assertThat(created.getMinDisk()).isEqualTo(4);
        assertThat(created.isPublic()).isFalse();
        assertThat(created.isProtected()).isFalse();
        assertThat(created.isDeleted()).isFalse();
        assertThat(created.getOwner()).isEqualTo(User.ALICE.account());
        assertThat(created.getCreatedAt()).isBetween(before, Instant.now());
        assertThat(created.getUpdatedAt()).isBetween(created.getCreatedAt().toInstant(), Instant.now());
        assertThat(created.getDeletedAt()).isNull();
        assertThat(created.getProperties())
                .containsExactlyInAnyOrderEntriesOf(Map.of("os_family", "linux", "kernel_version", "3.8.3 generic"));

        assertSame(images(User.ALICE).get(created.getId()), created);
        assertSame(listed(User.ALICE, created.getId()), created);
        assertThat(download(User.ALICE, created.getId())).isEqualTo(bytes);

        for (String listing : List.of("/images/detail", "/v1.0/images/detail")) {
            JsonNode image =
                    registry.listed(listing, User.ALICE, created.getId()).orElseThrow();
            assertThat(image.path("name").asText()).as(listing).isEqualTo(GREEK);
            assertThat(image.path("status").asText()).isEqualTo("available");
            assertThat(image.path("disk_format").asText()).isEqualTo("qcow2");
            assertThat(image.path("container_format").asText()).isEqualTo("bare");
            assertThat(image.path("size").asLong()).isEqualTo(bytes.length);
            assertThat(image.path("is_public").asBoolean()).isFalse();
            assertThat(image.path("owner").asText()).isEqualTo(User.ALICE.account());
            assertThat(image.path("properties").path("os_family").asText()).isEqualTo("linux");
            assertThat(image.path("properties").path("kernel_version").asText()).isEqualTo("3.8.3 generic");
            assertThat(image.path("properties")).hasSize(2);
            assertThat(registry.fileStatus(User.ALICE, image.path("location").asText()))
                    .isEqualTo(200);
        }
    }

    @Test
    void readsWhatIsRegisteredThroughPlanktonsApi() throws IOException {
        String id = registry.register(
                User.ALICE,
                "registered.diskdump",
                "not really a disk",
                GREEK,
                "X-Image-Meta-Disk-Format",
                "extdump",
                "X-Image-Meta-Container-Format",
                "ovf",
                "X-Image-Meta-Is-Public",
                "true",
                "X-Image-Meta-Property-OS-Family",
                "linux",
                "X-Image-Meta-Property-Description",
                DeployedRegistry.encoded("Με ελληνικό πληκτρολόγιο"));

        Image image = images(User.ALICE).get(id);

        assertThat(image.getId()).isEqualTo(id);
        assertThat(image.getName()).isEqualTo(GREEK);
        assertThat(image.getStatus()).isEqualTo(Image.Status.ACTIVE);
        assertThat(image.getDiskFormat()).isEqualTo(DiskFormat.UNRECOGNIZED); // it does not know Plankton's
        assertThat(image.getContainerFormat()).isEqualTo(ContainerFormat.OVF);
        assertThat(image.getSize()).isEqualTo("not really a disk".length());
        assertThat(image.getChecksum()).isNull();
        assertThat(image.getMinRam()).isZero();
        assertThat(image.getMinDisk()).isZero();
        assertThat(image.isPublic()).isTrue();
        assertThat(image.isProtected()).isFalse();
        assertThat(image.getOwner()).isEqualTo(User.ALICE.account());
        assertThat(image.getProperties())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("os_family", "linux", "description", "Με ελληνικό πληκτρολόγιο"));
        assertSame(listed(User.ALICE, id), image);
        assertSame(images(User.BOB).get(id), image);
        assertThat(download(User.BOB, id)).asString().isEqualTo("not really a disk");
    }

    @Test
    void reservesAnImageAndUploadsItsBytesLater() throws IOException {
        byte[] bytes = DeployedRegistry.bytes(70_000);

        Image reserved = images(User.ALICE)
                .reserve(Builders.image()
                        .name("reserved")
                        .isPublic(false)
                        .property("os_family", "linux")
                        .build());
        String id = reserved.getId();

        assertThat(reserved.getStatus()).isEqualTo(Image.Status.QUEUED);
        assertThat(reserved.getSize()).isZero();
        assertThat(reserved.getChecksum()).isNull();
        assertSame(images(User.ALICE).get(id), reserved);
        assertThat(images(User.ALICE).getAsStream(id)).isNull();
        assertThat(registry.listed("/images/detail", User.ALICE, id)).isEmpty();
        assertThat(registry.send("HEAD", "/v1.0/images/" + id, User.ALICE).statusCode())
                .isEqualTo(404);

        Image uploaded = images(User.ALICE)
                .upload(
                        id,
                        payload(bytes),
                        Builders.image()
                                .name("uploaded")
                                .diskFormat(DiskFormat.RAW)
                                .containerFormat(ContainerFormat.BARE)
                                .minRam(64L)
                                .build());

        assertThat(uploaded.getId()).isEqualTo(id);
        assertThat(uploaded.getName()).isEqualTo("uploaded");
        assertThat(uploaded.getStatus()).isEqualTo(Image.Status.ACTIVE);
        assertThat(uploaded.getSize()).isEqualTo(bytes.length);
        assertThat(uploaded.getChecksum()).isEqualTo(DeployedRegistry.md5(bytes));
        assertThat(uploaded.getMinRam()).isEqualTo(64);
        assertThat(uploaded.getProperties()).isEqualTo(Map.of("os_family", "linux"));
        assertSame(images(User.ALICE).get(id), uploaded);
        assertThat(DeployedRegistry.md5(download(User.ALICE, id))).isEqualTo(uploaded.getChecksum());
        assertThat(registry.listed("/images/detail", User.ALICE, id)).isPresent();
        assertThat(registry.send("HEAD", "/v1.0/images/" + id, User.ALICE).statusCode())
                .isEqualTo(200);

        assertThatThrownBy(() -> images(User.ALICE).upload(id, payload(bytes), uploaded))
                .isInstanceOfSatisfying(
                        ClientResponseException.class,
                        refusal -> assertThat(refusal.getStatus()).isEqualTo(409));
    }

    @Test
    void bytesThatAreNotThoseAnnouncedAreRefused() {
        Image wrong = Builders.image()
                .name("wrong checksum")
                .diskFormat(DiskFormat.RAW)
                .containerFormat(ContainerFormat.BARE)
                .checksum(DeployedRegistry.md5(DeployedRegistry.bytes(1)))
                .build();

        assertThatThrownBy(() -> images(User.ALICE).create(wrong, payload(DeployedRegistry.bytes(1000))))
                .isInstanceOfSatisfying(
                        ClientResponseException.class,
                        refusal -> assertThat(refusal.getStatus()).isEqualTo(400));

        assertThat(images(User.ALICE).list(Map.of("name", "wrong checksum"))).isEmpty();
    }

    @Test
    void updatesWhatItHasFetchedAndKeepsTheRest() {
        Image created = create(User.ALICE, "before", 1000);

        Image updated = images(User.ALICE)
                .update(images(User.ALICE).get(created.getId()).toBuilder()
                        .name("after")
                        .minRam(2048L)
                        .minDisk(20L)
                        .isPublic(true)
                        .diskFormat(DiskFormat.VDI)
                        .build());

        assertThat(updated.getName()).isEqualTo("after");
        assertThat(updated.getMinRam()).isEqualTo(2048);
        assertThat(updated.getMinDisk()).isEqualTo(20);
        assertThat(updated.isPublic()).isTrue();
        assertThat(updated.getDiskFormat()).isEqualTo(DiskFormat.VDI);
        assertThat(updated.getProperties()).isEqualTo(created.getProperties());
        assertThat(updated.getChecksum()).isEqualTo(created.getChecksum());
        assertThat(updated.getSize()).isEqualTo(created.getSize());
        assertThat(updated.getCreatedAt()).isEqualTo(created.getCreatedAt());
        assertThat(updated.getUpdatedAt()).isAfterOrEqualTo(created.getUpdatedAt());
        assertSame(images(User.ALICE).get(created.getId()), updated);
        assertSame(images(User.BOB).get(created.getId()), updated);
        JsonNode image =
                registry.listed("/images/detail", User.BOB, created.getId()).orElseThrow();
        assertThat(image.path("name").asText()).isEqualTo("after");
        assertThat(image.path("is_public").asBoolean()).isTrue();
        assertThat(image.path("disk_format").asText()).isEqualTo("vdi");

        assertThat(registry.send(
                                "PUT",
                                "/images/" + created.getId(),
                                User.ALICE,
                                "X-Image-Meta-Is-Public",
                                "false",
                                "X-Image-Meta-Property-Users",
                                "root user")
                        .statusCode())
                .isEqualTo(200);
        assertThat(images(User.BOB).get(created.getId())).isNull();
        assertThat(images(User.ALICE).get(created.getId()).getProperties())
                .isEqualTo(Map.of("os_family", "linux", "users", "root user"));
    }

    @Test
    void anotherUsersImageCannotBeChanged() {
        Image published = create(User.ALICE, "published", 100);
        images(User.ALICE).update(published.toBuilder().isPublic(true).build());

        assertThatThrownBy(() -> images(User.BOB)
                        .update(Builders.image()
                                .id(published.getId())
                                .name("mine")
                                .build()))
                .isInstanceOfSatisfying(
                        ClientResponseException.class,
                        refusal -> assertThat(refusal.getStatus()).isEqualTo(403));
        assertThat(images(User.BOB).delete(published.getId()).getCode()).isEqualTo(403);

        assertThat(images(User.ALICE).get(published.getId()).getName()).isEqualTo("published");
    }

    @Test
    void whatIsProtectedIsNotDeleted() {
        Image created = create(User.ALICE, "precious", 100);
        String path = "/v1/images/" + created.getId();
        registry.send("PUT", path, User.ALICE, "X-Image-Meta-Protected", "True");

        assertThat(images(User.ALICE).get(created.getId()).isProtected()).isTrue();
        assertThat(listed(User.ALICE, created.getId()).isProtected()).isTrue();
        ActionResponse refused = images(User.ALICE).delete(created.getId());
        assertThat(refused.isSuccess()).isFalse();
        assertThat(refused.getCode()).isEqualTo(403);
        assertThat(refused.getFault()).contains("protected");

        registry.send("PUT", path, User.ALICE, "X-Image-Meta-Protected", "False");
        assertThat(images(User.ALICE).delete(created.getId()).isSuccess()).isTrue();
        assertThat(images(User.ALICE).get(created.getId())).isNull();
    }

    @Test
    void membersSeeTheImageInEveryDialectAsLongAsTheyAreMembers() throws IOException {
        Image created = create(User.ALICE, "shared", 5000);
        String id = created.getId();
        assertThat(images(User.BOB).get(id)).isNull();
        assertThat(images(User.ALICE).listMembers(id)).isEmpty();

        assertThat(images(User.ALICE).addMember(id, User.BOB.account())).isTrue();
        assertThat(images(User.ALICE).addMember(id, User.CAROL.account(), true)).isTrue();

        List<? extends ImageMember> members = images(User.ALICE).listMembers(id);
        assertThat(members)
                .extracting(ImageMember::getMemberId)
                .containsExactlyInAnyOrder(User.BOB.account(), User.CAROL.account());
        assertThat(members)
                .filteredOn(ImageMember::isCanShare)
                .extracting(ImageMember::getMemberId)
                .containsExactly(User.CAROL.account());
        for (String path : List.of("/images/", "/v1.0/images/")) {
            assertThat(registry.json(path + id + "/members", User.ALICE)
                            .path("members")
                            .findValuesAsText("member_id"))
                    .as(path)
                    .containsExactlyInAnyOrder(User.BOB.account(), User.CAROL.account());
        }
        assertSame(images(User.BOB).get(id), images(User.ALICE).get(id));
        assertThat(listed(User.BOB, id).getName()).isEqualTo("shared");
        assertThat(DeployedRegistry.md5(download(User.BOB, id))).isEqualTo(created.getChecksum());
        assertThat(registry.listed("/images/detail", User.BOB, id)).isPresent();
        assertThat(images(User.BOB).addMember(id, User.ADMIN.account())).isFalse();

        assertThat(images(User.ALICE).removeMember(id, User.BOB.account())).isTrue();
        assertThat(images(User.ALICE).removeMember(id, User.BOB.account())).isFalse();
        assertThat(images(User.BOB).get(id)).isNull();
        assertThat(images(User.BOB).getAsStream(id)).isNull();
        assertThat(registry.listed("/images/detail", User.BOB, id)).isEmpty();

        registry.send("PUT", "/v1.0/images/" + id + "/members/" + User.BOB.account(), User.ALICE);
        assertThat(images(User.ALICE).listMembers(id))
                .extracting(ImageMember::getMemberId)
                .containsExactlyInAnyOrder(User.BOB.account(), User.CAROL.account());
        assertThat(images(User.BOB).get(id).getName()).isEqualTo("shared");
    }

    @Test
    void whatItDeletesIsGoneInEveryDialectWithTheBytesItUploaded() {
        Image created = create(User.ALICE, "short-lived", 100);
        String location = registry.listed("/images/detail", User.ALICE, created.getId())
                .orElseThrow()
                .path("location")
                .asText();
        assertThat(registry.fileStatus(User.ALICE, location)).isEqualTo(200);

        assertThat(images(User.ALICE).delete(created.getId()).isSuccess()).isTrue();

        assertThat(images(User.ALICE).get(created.getId())).isNull();
        assertThat(images(User.ALICE).getAsStream(created.getId())).isNull();
        assertThat(images(User.ALICE).list(Map.of("name", "short-lived"))).isEmpty();
        assertThat(registry.listed("/v1.0/images/detail", User.ALICE, created.getId()))
                .isEmpty();
        assertThat(registry.send("HEAD", "/images/" + created.getId(), User.ALICE)
                        .statusCode())
                .isEqualTo(404);
        assertThat(registry.fileStatus(User.ALICE, location)).isEqualTo(404);
        assertThat(images(User.ALICE).delete(created.getId()).getCode()).isEqualTo(404);
    }

    @Test
    void aRegisteredFileOutlivesItsImage() {
        String id = registry.register(User.ALICE, "kept.diskdump", "kept", "kept");

        assertThat(images(User.ALICE).delete(id).isSuccess()).isTrue();

        assertThat(registry.send("HEAD", "/images/" + id, User.ALICE).statusCode())
                .isEqualTo(404);
        assertThat(registry.fileStatus(User.ALICE, "pithos://" + User.ALICE.account() + "/images/kept.diskdump"))
                .isEqualTo(200);
    }

    @Test
    void whatIsUnregisteredThroughPlanktonsApiIsUnknown() {
        Image created = create(User.ALICE, "unregistered", 100);

        registry.send("DELETE", "/v1.0/images/" + created.getId(), User.ALICE);

        assertThat(images(User.ALICE).get(created.getId())).isNull();
        assertThat(images(User.ALICE).list(Map.of("name", "unregistered"))).isEmpty();
    }

    @Test
    void listsWhatItAsksFor() {
        create(User.CAROL, "small", 10);
        create(User.CAROL, "middle", 20);
        create(User.CAROL, "large", 30);
        registry.register(User.CAROL, "iso.diskdump", "x".repeat(40), "registered", "X-Image-Meta-Property-OS", "bsd");

        assertThat(namesOfCarols(Map.of())).containsExactly("registered", "large", "middle", "small");
        assertThat(namesOfCarols(Map.of("name", "middle"))).containsExactly("middle");
        assertThat(namesOfCarols(Map.of("size_min", "20", "size_max", "30"))).containsExactly("large", "middle");
        assertThat(namesOfCarols(Map.of("disk_format", "raw", "sort_key", "name", "sort_dir", "asc")))
                .containsExactly("large", "middle", "small");
        assertThat(namesOfCarols(Map.of("disk_format", "diskdump"))).containsExactly("registered");
        assertThat(namesOfCarols(Map.of("container_format", "ovf"))).isEmpty();
        assertThat(namesOfCarols(Map.of("status", "active"))).hasSize(4);
        assertThat(namesOfCarols(Map.of("status", "queued"))).isEmpty();
        assertThat(namesOfCarols(Map.of("property-os", "bsd"))).containsExactly("registered");
        assertThat(namesOfCarols(Map.of("property-os_family", "linux", "size_max", "10")))
                .containsExactly("small");
        assertThat(namesOfCarols(Map.of("min_ram", "128", "sort_key", "size", "sort_dir", "asc")))
                .containsExactly("small", "middle", "large");
        assertThat(namesOfCarols(Map.of("protected", "true"))).isEmpty();
        assertThatThrownBy(() -> images(User.CAROL).list(Map.of("size_min", "much")))
                .isInstanceOfSatisfying(
                        ClientResponseException.class,
                        refusal -> assertThat(refusal.getStatus()).isEqualTo(400));
    }

    /** What others have published is left out. */
    private static List<String> namesOfCarols(Map<String, String> filter) {
        return images(User.CAROL).list(filter).stream()
                .filter(image -> image.getOwner().equals(User.CAROL.account()))
                .map(Image::getName)
                .toList();
    }

    @Test
    void listsPageByPageUntilAllAreThere() {
        List<String> names = new ArrayList<>();
        for (int number = 10; number < 65; number++) {
            names.add("page " + number);
            registry.register(User.BOB, "page-" + number, "x", "page " + number);
        }

        Map<String, String> byName = Map.of("disk_format", "diskdump", "sort_key", "name", "sort_dir", "asc");
        assertThat(images(User.BOB).listAll(byName).stream().map(Image::getName).filter(names::contains))
                .containsExactlyElementsOf(names);
        assertThat(images(User.BOB).listAll())
                .extracting(Image::getId)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(55);
        assertThat(images(User.BOB).list()).hasSize(25);
        assertThat(images(User.BOB).list(Map.of("limit", "30"))).hasSize(30);
        assertThat(images(User.BOB).list(Map.of("limit", "0"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/v1", "/v1.1"})
    void needsNoKeystoneWhereItIsToldTheEndpoint(String version) throws IOException {
        String endpoint = registry.address() + version;
        byte[] bytes = DeployedRegistry.bytes(100);

        Image created = imagesAt(endpoint, User.ALICE.token()).create(raw("straight" + version), payload(bytes));

        assertThat(created.getStatus()).isEqualTo(Image.Status.ACTIVE);
        assertSame(imagesAt(endpoint, User.ALICE.token()).get(created.getId()), created);
        assertThat(imagesAt(endpoint, User.ALICE.token()).listAll())
                .extracting(Image::getId)
                .contains(created.getId());
        assertThat(read(imagesAt(endpoint, User.ALICE.token()).getAsStream(created.getId())))
                .isEqualTo(bytes);
        assertThat(imagesAt(endpoint, User.ALICE.token())
                        .delete(created.getId())
                        .isSuccess())
                .isTrue();
    }

    /** To be refused is its sign that it needs another token, for which it asks Keystone by itself. */
    @Test
    void replacesATokenThatIsNoLongerGood() {
        create(User.ALICE, "behind a token", 10);
        KeystoneToken expired = new KeystoneToken();
        expired.setId(User.EXPIRED_TOKEN);
        expired.applyContext(
                registry.keystone(),
                new KeystoneAuth(
                        "alice",
                        User.ALICE.token(),
                        DOMAIN,
                        KeystoneAuth.AuthScope.project(Identifier.byName("alice"), DOMAIN)));

        ImageService images =
                OSFactory.clientFromToken(expired, at(registry.address())).images();

        assertThat(images.list(Map.of("name", "behind a token")))
                .extracting(Image::getOwner)
                .containsExactly(User.ALICE.account());
    }

    @Test
    void aTokenThatIsNoUsersIsRefused() {
        String name = KeystoneServlet.SERVICE_USER;
        ImageService images = OSFactory.builderV3()
                .endpoint(registry.keystone())
                .credentials(name, KeystoneServlet.SERVICE_PASSWORD, DOMAIN)
                .scopeToProject(Identifier.byName(name), DOMAIN)
                .authenticate()
                .images();

        assertThatThrownBy(images::list).isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> images.reserve(raw("refused"))).isInstanceOf(AuthenticationException.class);
        assertThat(images(User.ADMIN).list(Map.of("name", "refused", "is_public", "None")))
                .isEmpty();
    }

    @Test
    void wrongCredentialsAreRefused() {
        assertThatThrownBy(() -> OSFactory.builderV3()
                        .endpoint(registry.keystone())
                        .credentials("alice", "wrong", DOMAIN)
                        .scopeToProject(Identifier.byName("alice"), DOMAIN)
                        .authenticate())
                .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void whatIsNotThereIsNullOrEmpty() {
        assertThat(images(User.ALICE).get(UNKNOWN)).isNull();
        assertThat(images(User.ALICE).getAsStream(UNKNOWN)).isNull();
        assertThat(images(User.ALICE).delete(UNKNOWN).getCode()).isEqualTo(404);
        assertThat(images(User.ALICE).listMembers(UNKNOWN)).isEmpty();
        assertThat(images(User.ALICE).addMember(UNKNOWN, User.BOB.account())).isFalse();
        assertThat(images(User.ALICE).removeMember(UNKNOWN, User.BOB.account())).isFalse();
        assertThat(images(User.ALICE).list(Map.of("name", "no such image"))).isEmpty();

        Image ofAlice = create(User.ALICE, "private", 10);
        assertThat(images(User.BOB).get(ofAlice.getId())).isNull();
        assertThat(images(User.BOB).getAsStream(ofAlice.getId())).isNull();
        assertThat(images(User.BOB).delete(ofAlice.getId()).getCode()).isEqualTo(404);
        assertThat(images(User.BOB).list(Map.of("name", "private"))).isEmpty();
    }

    @Test
    void worksTheSameInOpenStack(@TempDir Path another) throws IOException {
        try (DeployedRegistry inOpenStack = DeployedRegistry.inOpenStack(another)) {
            byte[] bytes = DeployedRegistry.bytes(50_000);

            Image created = images(User.ALICE, inOpenStack).create(raw("in OpenStack"), payload(bytes));

            assertThat(created.getOwner()).isEqualTo(User.ALICE.account());
            assertThat(created.getChecksum()).isEqualTo(DeployedRegistry.md5(bytes));
            assertSame(images(User.ALICE, inOpenStack).get(created.getId()), created);
            assertThat(images(User.BOB, inOpenStack).get(created.getId())).isNull();
            assertThat(images(User.ALICE, inOpenStack).addMember(created.getId(), User.BOB.account()))
                    .isTrue();
            assertThat(images(User.BOB, inOpenStack).list())
                    .extracting(Image::getName)
                    .containsExactly("in OpenStack");
            assertThat(read(images(User.BOB, inOpenStack).getAsStream(created.getId())))
                    .isEqualTo(bytes);
            assertThat(inOpenStack.listed("/images/detail", User.BOB, created.getId()))
                    .isPresent();
            String registered = inOpenStack.register(User.ALICE, "file", "bytes", GREEK);
            assertThat(images(User.ALICE, inOpenStack).get(registered).getName())
                    .isEqualTo(GREEK);
            assertThat(images(User.ALICE, inOpenStack).delete(created.getId()).isSuccess())
                    .isTrue();
        }
    }

    private static Image create(User owner, String name, int size) {
        return images(owner).create(raw(name), payload(DeployedRegistry.bytes(size)));
    }

    private static Image raw(String name) {
        return Builders.image()
                .name(name)
                .diskFormat(DiskFormat.RAW)
                .containerFormat(ContainerFormat.BARE)
                .minRam(128L)
                .isPublic(false)
                .property("os_family", "linux")
                .build();
    }

    private static Payload<InputStream> payload(byte[] bytes) {
        return Payloads.create(new ByteArrayInputStream(bytes));
    }

    private static Image listed(User user, String id) {
        return images(user).listAll().stream()
                .filter(image -> image.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] download(User user, String id) throws IOException {
        return read(images(user).getAsStream(id));
    }

    private static byte[] read(InputStream stream) throws IOException {
        try (stream) {
            return stream.readAllBytes();
        }
    }

    /** Every field. */
    private static void assertSame(Image image, Image expected) {
        assertThat(image).usingRecursiveComparison().isEqualTo(expected);
    }
}
