package org.plankton.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jclouds.ContextBuilder;
import org.jclouds.http.HttpResponseException;
import org.jclouds.io.Payload;
import org.jclouds.io.Payloads;
import org.jclouds.openstack.glance.v1_0.GlanceApi;
import org.jclouds.openstack.glance.v1_0.domain.ContainerFormat;
import org.jclouds.openstack.glance.v1_0.domain.DiskFormat;
import org.jclouds.openstack.glance.v1_0.domain.Image;
import org.jclouds.openstack.glance.v1_0.domain.ImageDetails;
import org.jclouds.openstack.glance.v1_0.features.ImageApi;
import org.jclouds.openstack.glance.v1_0.options.CreateImageOptions;
import org.jclouds.openstack.glance.v1_0.options.ImageField;
import org.jclouds.openstack.glance.v1_0.options.ListImageOptions;
import org.jclouds.openstack.glance.v1_0.options.UpdateImageOptions;
import org.jclouds.openstack.keystone.config.KeystoneProperties;
import org.jclouds.rest.AuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.plankton.cloud.KeystoneServlet;
import org.plankton.cloud.User;

/** Apache jclouds, whose API "openstack-glance" is Glance's first version. It knows nothing of members. */
@Timeout(120)
@Tag("long")
class JcloudsTest {
    private static final String UNKNOWN = UUID.randomUUID().toString();
    private static final String GREEK = "Ubuntu στα ελληνικά";

    @TempDir
    private static Path folder;

    /** It finds fault with 300, Glance's answer where a version is to be chosen. Held, lest the level be forgotten. */
    private static final Logger REDIRECTIONS = Logger.getLogger("org.jclouds.http.handlers.RedirectionRetryHandler");

    private static DeployedRegistry registry;
    private static final Map<User, GlanceApi> CLIENTS = new EnumMap<>(User.class);

    @BeforeAll
    static void start() {
        REDIRECTIONS.setLevel(Level.OFF);
        registry = DeployedRegistry.inSynnefo(folder);
        for (User user : User.values()) {
            CLIENTS.put(user, client(registry, user.shortName(), user.token()));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        for (GlanceApi client : CLIENTS.values()) {
            client.close();
        }
        registry.close();
    }

    /** By way of Keystone, in the project that is called like the user. */
    private static GlanceApi client(DeployedRegistry registry, String user, String password) {
        Properties properties = new Properties();
        properties.setProperty(KeystoneProperties.KEYSTONE_VERSION, "3");
        properties.setProperty(KeystoneProperties.SCOPE, "project:" + user);
        return ContextBuilder.newBuilder("openstack-glance")
                .endpoint(registry.keystone())
                .credentials("Default:" + user, password)
                .overrides(properties)
                .buildApi(GlanceApi.class);
    }

    private static ImageApi images(User user) {
        return images(CLIENTS.get(user));
    }

    private static ImageApi images(GlanceApi client) {
        return client.getImageApi(client.getConfiguredRegions().iterator().next());
    }

    @Test
    void findsTheServiceInKeystonesCatalogue() {
        assertThat(CLIENTS.get(User.ALICE).getConfiguredRegions()).containsExactly("RegionOne");
    }

    @Test
    void whatItCreatesIsTheSameInEveryAnswerAndDialect() throws IOException {
        byte[] bytes = DeployedRegistry.bytes(300_000);
        Instant before = Instant.now().minusSeconds(1);
        String id = UUID.randomUUID().toString();
        CreateImageOptions options = new CreateImageOptions().id(id);
        options.diskFormat(DiskFormat.VMDK)
                .containerFormat(ContainerFormat.OVF)
                .size(bytes.length)
                .checksum(DeployedRegistry.md5(bytes))
                .minRam(512)
                .minDisk(4)
                .isPublic(true)
                .isProtected(true)
                .property("os_family", "linux")
                .property("kernel_version", "3.8.3 generic");

        ImageDetails created = images(User.ALICE).create(DeployedRegistry.encoded(GREEK), payload(bytes), options);

        assertThat(created.getId()).isEqualTo(id);
        assertThat(created.getName()).isEqualTo(GREEK);
        assertThat(created.getStatus()).isEqualTo(Image.Status.ACTIVE);
        assertThat(created.getDiskFormat().orNull()).isEqualTo(DiskFormat.VMDK);
        assertThat(created.getContainerFormat().orNull()).isEqualTo(ContainerFormat.OVF);
        assertThat(created.getSize().orNull()).isEqualTo(bytes.length);
        assertThat(created.getChecksum().orNull()).isEqualTo(DeployedRegistry.md5(bytes));
        assertThat(created.getMinRam()).isEqualTo(512);
        assertThat(created.getMinDisk()).isEqualTo(4);
        assertThat(created.isPublic()).isTrue();
        assertThat(created.getOwner().orNull()).isEqualTo(User.ALICE.account());
        assertThat(created.getLocation().isPresent()).isFalse();
        assertThat(created.getCreatedAt()).isBetween(before, Instant.now());
        assertThat(created.getUpdatedAt()).isBetween(created.getCreatedAt().toInstant(), Instant.now());
        assertThat(created.getDeletedAt().isPresent()).isFalse();
        assertThat(created.getProperties()).isEqualTo(Map.of("os_family", "linux", "kernel_version", "3.8.3 generic"));

        assertSame(images(User.ALICE).get(id), created);
        assertThat(listed(User.ALICE, id)).isEqualTo(created);
        assertThat(images(User.BOB).list(new ListImageOptions().name(GREEK)))
                .extracting(Image::getId)
                .contains(id);
        assertThat(download(User.BOB, id)).isEqualTo(bytes);

        for (String listing : List.of("/images/detail", "/v1.0/images/detail")) {
            JsonNode image = registry.listed(listing, User.BOB, id).orElseThrow();
            assertThat(image.path("name").asText()).as(listing).isEqualTo(GREEK);
            assertThat(image.path("status").asText()).isEqualTo("available");
            assertThat(image.path("disk_format").asText()).isEqualTo("vmdk");
            assertThat(image.path("container_format").asText()).isEqualTo("ovf");
            assertThat(image.path("size").asLong()).isEqualTo(bytes.length);
            assertThat(image.path("is_public").asBoolean()).isTrue();
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
                "linux");

        ImageDetails image = listed(User.ALICE, id);

        assertThat(image.getName()).isEqualTo(GREEK);
        assertThat(image.getStatus()).isEqualTo(Image.Status.ACTIVE);
        assertThat(image.getDiskFormat().orNull()).isEqualTo(DiskFormat.UNRECOGNIZED); // it does not know Plankton's
        assertThat(image.getContainerFormat().orNull()).isEqualTo(ContainerFormat.OVF);
        assertThat(image.getSize().orNull()).isEqualTo("not really a disk".length());
        assertThat(image.getChecksum().isPresent()).isFalse();
        assertThat(image.getMinRam()).isZero();
        assertThat(image.getMinDisk()).isZero();
        assertThat(image.isPublic()).isTrue();
        assertThat(image.getOwner().orNull()).isEqualTo(User.ALICE.account());
        assertThat(image.getDeletedAt().isPresent()).isFalse();
        assertThat(image.getProperties()).isEqualTo(Map.of("os_family", "linux"));
        assertSame(images(User.ALICE).get(id), image);
        assertSame(images(User.BOB).get(id), image);
        assertThat(download(User.BOB, id)).asString().isEqualTo("not really a disk");
    }

    @Test
    void reservesAnImageAndUploadsItsBytesLater() throws IOException {
        byte[] bytes = DeployedRegistry.bytes(70_000);
        CreateImageOptions options = new CreateImageOptions();
        options.property("os_family", "linux").minDisk(1);

        ImageDetails reserved = images(User.ALICE).reserve("reserved", options);
        String id = reserved.getId();

        assertThat(reserved.getName()).isEqualTo("reserved");
        assertThat(reserved.getStatus()).isEqualTo(Image.Status.QUEUED);
        assertThat(reserved.getSize().orNull()).isZero();
        assertThat(reserved.getChecksum().isPresent()).isFalse();
        assertThat(reserved.getDiskFormat().isPresent()).isFalse();
        assertThat(listed(User.ALICE, id)).isEqualTo(reserved);
        assertThat(images(User.ALICE).getAsStream(id)).isNull();
        assertThat(registry.listed("/images/detail", User.ALICE, id)).isEmpty();
        assertThat(registry.listed("/v1.0/images/detail", User.ALICE, id)).isEmpty();

        ImageDetails uploaded = images(User.ALICE)
                .upload(
                        id,
                        payload(bytes),
                        new UpdateImageOptions()
                                .name("uploaded")
                                .diskFormat(DiskFormat.RAW)
                                .containerFormat(ContainerFormat.BARE)
                                .minRam(64));

        assertThat(uploaded.getId()).isEqualTo(id);
        assertThat(uploaded.getName()).isEqualTo("uploaded");
        assertThat(uploaded.getStatus()).isEqualTo(Image.Status.ACTIVE);
        assertThat(uploaded.getSize().orNull()).isEqualTo(bytes.length);
        assertThat(uploaded.getChecksum().orNull()).isEqualTo(DeployedRegistry.md5(bytes));
        assertThat(uploaded.getMinRam()).isEqualTo(64);
        assertThat(uploaded.getMinDisk()).isEqualTo(1);
        assertThat(uploaded.getProperties()).isEqualTo(Map.of("os_family", "linux"));
        assertSame(images(User.ALICE).get(id), uploaded);
        assertThat(DeployedRegistry.md5(download(User.ALICE, id)))
                .isEqualTo(uploaded.getChecksum().orNull());
        assertThat(registry.listed("/images/detail", User.ALICE, id)).isPresent();
        assertThat(registry.listed("/v1.0/images/detail", User.ALICE, id)).isPresent();

        assertStatus(409, () -> images(User.ALICE).upload(id, payload(bytes)));
    }

    @Test
    void bytesThatAreNotThoseAnnouncedAreRefused() {
        CreateImageOptions options = raw();
        options.checksum(DeployedRegistry.md5(DeployedRegistry.bytes(1)));

        assertStatus(
                400, () -> images(User.ALICE).create("wrong checksum", payload(DeployedRegistry.bytes(1000)), options));

        assertThat(images(User.ALICE).list(new ListImageOptions().name("wrong checksum")))
                .isEmpty();
    }

    @Test
    void updatesWhatItIsToldAndKeepsTheRest() {
        ImageDetails created = create(User.ALICE, "before", 1000);
        String id = created.getId();

        ImageDetails updated = images(User.ALICE)
                .update(
                        id,
                        new UpdateImageOptions()
                                .name("after")
                                .minRam(2048)
                                .minDisk(20)
                                .isPublic(true)
                                .property("users", "root user"));

        assertThat(updated.getName()).isEqualTo("after");
        assertThat(updated.getMinRam()).isEqualTo(2048);
        assertThat(updated.getMinDisk()).isEqualTo(20);
        assertThat(updated.isPublic()).isTrue();
        assertThat(updated.getDiskFormat()).isEqualTo(created.getDiskFormat());
        assertThat(updated.getContainerFormat()).isEqualTo(created.getContainerFormat());
        assertThat(updated.getSize()).isEqualTo(created.getSize());
        assertThat(updated.getChecksum()).isEqualTo(created.getChecksum());
        assertThat(updated.getCreatedAt()).isEqualTo(created.getCreatedAt());
        assertThat(updated.getProperties()).isEqualTo(Map.of("users", "root user")); // all are replaced
        assertSame(images(User.ALICE).get(id), updated);
        assertSame(images(User.BOB).get(id), updated);
        JsonNode image = registry.listed("/v1.0/images/detail", User.BOB, id).orElseThrow();
        assertThat(image.path("name").asText()).isEqualTo("after");
        assertThat(image.path("properties")).hasSize(1);

        registry.send("PUT", "/images/" + id, User.ALICE, "X-Image-Meta-Name", DeployedRegistry.encoded(GREEK));
        assertThat(listed(User.BOB, id).getName()).isEqualTo(GREEK);
        registry.send("PUT", "/images/" + id, User.ALICE, "X-Image-Meta-Is-Public", "false");
        assertThat(images(User.BOB).get(id)).isNull();
    }

    @Test
    void anotherUsersImageCannotBeChanged() {
        CreateImageOptions options = raw();
        options.isPublic(true);
        String id = images(User.ALICE)
                .create("published", payload(DeployedRegistry.bytes(100)), options)
                .getId();

        assertThatThrownBy(() -> images(User.BOB).update(id, new UpdateImageOptions().name("mine")))
                .isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> images(User.BOB).delete(id)).isInstanceOf(AuthorizationException.class);

        assertThat(images(User.ALICE).get(id).getName()).isEqualTo("published");
    }

    @Test
    void whatIsProtectedIsNotDeleted() {
        String id = create(User.ALICE, "precious", 100).getId();
        images(User.ALICE).update(id, new UpdateImageOptions().isProtected(true));

        assertThat(images(User.ALICE).list(new ListImageOptions().isProtected(true)))
                .extracting(Image::getId)
                .contains(id);
        assertThatThrownBy(() -> images(User.ALICE).delete(id)).isInstanceOf(AuthorizationException.class);
        assertThat(registry.send("DELETE", "/v1.0/images/" + id, User.ALICE).statusCode())
                .isEqualTo(403);
        assertThat(images(User.ALICE).get(id)).isNotNull();

        images(User.ALICE).update(id, new UpdateImageOptions().isProtected(false));
        assertThat(images(User.ALICE).delete(id)).isTrue();
        assertThat(images(User.ALICE).get(id)).isNull();
    }

    @Test
    void whatIsSharedThroughPlanktonsApiIsThereForTheMember() throws IOException {
        ImageDetails created = create(User.ALICE, "shared", 5000);
        String id = created.getId();
        assertThat(images(User.BOB).get(id)).isNull();

        registry.send("PUT", "/images/" + id + "/members/" + User.BOB.account(), User.ALICE);

        assertThat(images(User.BOB).get(id)).isEqualTo(images(User.ALICE).get(id));
        assertThat(listed(User.BOB, id)).isEqualTo(listed(User.ALICE, id));
        assertThat(DeployedRegistry.md5(download(User.BOB, id)))
                .isEqualTo(created.getChecksum().orNull());

        registry.send("DELETE", "/v1.0/images/" + id + "/members/" + User.BOB.account(), User.ALICE);
        assertThat(images(User.BOB).get(id)).isNull();
        assertThat(images(User.BOB).getAsStream(id)).isNull();
    }

    @Test
    void whatItDeletesIsGoneInEveryDialectWithTheBytesItUploaded() {
        String id = create(User.ALICE, "short-lived", 100).getId();
        String location = registry.listed("/images/detail", User.ALICE, id)
                .orElseThrow()
                .path("location")
                .asText();
        assertThat(registry.fileStatus(User.ALICE, location)).isEqualTo(200);

        assertThat(images(User.ALICE).delete(id)).isTrue();

        assertThat(images(User.ALICE).get(id)).isNull();
        assertThat(images(User.ALICE).getAsStream(id)).isNull();
        assertThat(images(User.ALICE).list(new ListImageOptions().name("short-lived")))
                .isEmpty();
        assertThat(registry.listed("/v1.0/images/detail", User.ALICE, id)).isEmpty();
        assertThat(registry.send("HEAD", "/images/" + id, User.ALICE).statusCode())
                .isEqualTo(404);
        assertThat(registry.fileStatus(User.ALICE, location)).isEqualTo(404);
        assertThat(images(User.ALICE).delete(id)).isFalse();
    }

    @Test
    void aRegisteredFileOutlivesItsImage() {
        String id = registry.register(User.ALICE, "kept.diskdump", "kept", "kept");

        assertThat(images(User.ALICE).delete(id)).isTrue();

        assertThat(registry.send("HEAD", "/v1.0/images/" + id, User.ALICE).statusCode())
                .isEqualTo(404);
        assertThat(registry.fileStatus(User.ALICE, "pithos://" + User.ALICE.account() + "/images/kept.diskdump"))
                .isEqualTo(200);
    }

    @Test
    void listsWhatItAsksFor() {
        create(User.CAROL, "small", 10);
        create(User.CAROL, "middle", 20);
        create(User.CAROL, "large", 30);
        registry.register(User.CAROL, "registered.diskdump", "x".repeat(40), "registered");

        assertThat(namesOfCarols(new ListImageOptions())).containsExactly("registered", "large", "middle", "small");
        assertThat(namesOfCarols(new ListImageOptions().name("middle"))).containsExactly("middle");
        assertThat(namesOfCarols(new ListImageOptions().minSize(20).maxSize(30)))
                .containsExactly("large", "middle");
        assertThat(namesOfCarols(new ListImageOptions()
                        .diskFormat(DiskFormat.RAW)
                        .sortBy(ImageField.NAME)
                        .sortAscending()))
                .containsExactly("large", "middle", "small");
        assertThat(namesOfCarols(new ListImageOptions().containerFormat(ContainerFormat.OVF)))
                .isEmpty();
        assertThat(namesOfCarols(new ListImageOptions().status(Image.Status.ACTIVE)))
                .hasSize(4);
        assertThat(namesOfCarols(new ListImageOptions().status(Image.Status.QUEUED)))
                .isEmpty();
        assertThat(namesOfCarols(new ListImageOptions().minRam(128))).containsExactly("large", "middle", "small");
        assertThat(namesOfCarols(new ListImageOptions().minDisk(1))).isEmpty();
        assertThat(namesOfCarols(new ListImageOptions().isProtected(true))).isEmpty();
        assertThat(namesOfCarols(new ListImageOptions().isPublic(false))).hasSize(4);
        assertThat(images(User.CAROL).list(new ListImageOptions().diskFormat(DiskFormat.RAW)))
                .filteredOn(image -> image.getName().equals("small"))
                .singleElement()
                .satisfies(image -> {
                    assertThat(image.getSize().orNull()).isEqualTo(10);
                    assertThat(image.getChecksum().orNull())
                            .isEqualTo(DeployedRegistry.md5(DeployedRegistry.bytes(10)));
                    assertThat(image.getContainerFormat().orNull()).isEqualTo(ContainerFormat.BARE);
                });
        // It writes the time as a number, which Glance refuses too.
        assertStatus(400, () -> images(User.CAROL).list(new ListImageOptions().changesSince(Date.from(Instant.now()))));
    }

    /** What others have published is left out. */
    private static List<String> namesOfCarols(ListImageOptions options) {
        return images(User.CAROL)
                .listInDetail(options)
                .filter(image -> image.getOwner().get().equals(User.CAROL.account()))
                .transform(ImageDetails::getName)
                .toList();
    }

    @Test
    void listsPageByPage() {
        List<String> names = new ArrayList<>();
        for (int number = 10; number < 45; number++) {
            names.add("page " + number);
            registry.register(User.BOB, "page-" + number, "x", "page " + number);
        }

        List<String> listed = new ArrayList<>();
        String marker = null;
        for (int size = 20; size == 20; ) {
            ListImageOptions options = new ListImageOptions()
                    .sortBy(ImageField.NAME)
                    .sortAscending()
                    .limit(20);
            List<Image> page = images(User.BOB)
                    .list(marker == null ? options : options.marker(marker))
                    .toList();
            page.forEach(image -> listed.add(image.getName()));
            size = page.size();
            marker = page.isEmpty() ? null : page.get(size - 1).getId();
        }

        assertThat(listed).filteredOn(names::contains).containsExactlyElementsOf(names);
        assertThat(images(User.BOB).list().concat()).hasSize(25);
        assertThat(images(User.BOB).listInDetail(new ListImageOptions().limit(30)))
                .hasSize(30);
    }

    /** It takes its time: it has the token renewed, and asks again every five seconds, before it believes that. */
    @Test
    void aTokenThatIsNoUsersIsRefused() throws IOException {
        try (GlanceApi client = client(registry, KeystoneServlet.SERVICE_USER, KeystoneServlet.SERVICE_PASSWORD)) {
            assertThatThrownBy(() -> images(client).reserve("refused")).isInstanceOf(AuthorizationException.class);
        }
        assertThat(registry.json("/v1/images?is_public=None&name=refused", User.ADMIN)
                        .path("images"))
                .isEmpty();
    }

    @Test
    void whatIsNotThereIsNullOrFalseOrEmpty() {
        assertThat(images(User.ALICE).get(UNKNOWN)).isNull();
        assertThat(images(User.ALICE).getAsStream(UNKNOWN)).isNull();
        assertThat(images(User.ALICE).delete(UNKNOWN)).isFalse();
        assertThat(images(User.ALICE).list(new ListImageOptions().name("no such image")))
                .isEmpty();

        String ofAlice = create(User.ALICE, "private", 10).getId();
        assertThat(images(User.BOB).get(ofAlice)).isNull();
        assertThat(images(User.BOB).getAsStream(ofAlice)).isNull();
        assertThat(images(User.BOB).delete(ofAlice)).isFalse();
        assertThat(images(User.BOB).list(new ListImageOptions().name("private")))
                .isEmpty();
        assertThat(images(User.ALICE).get(ofAlice)).isNotNull();
    }

    @Test
    void worksTheSameInOpenStack(@TempDir Path another) throws IOException {
        try (DeployedRegistry inOpenStack = DeployedRegistry.inOpenStack(another);
                GlanceApi alice = client(inOpenStack, "alice", User.ALICE.token());
                GlanceApi bob = client(inOpenStack, "bob", User.BOB.token())) {
            byte[] bytes = DeployedRegistry.bytes(50_000);

            ImageDetails created = images(alice).create("in OpenStack", payload(bytes), raw());

            assertThat(created.getOwner().orNull()).isEqualTo(User.ALICE.account());
            assertThat(created.getChecksum().orNull()).isEqualTo(DeployedRegistry.md5(bytes));
            assertThat(images(alice).get(created.getId())).isEqualTo(created);
            assertThat(read(images(alice).getAsStream(created.getId()))).isEqualTo(bytes);
            assertThat(images(bob).get(created.getId())).isNull();
            assertThat(inOpenStack.listed("/images/detail", User.ALICE, created.getId()))
                    .isPresent();
            assertThat(images(alice).delete(created.getId())).isTrue();
        }
    }

    private static ImageDetails create(User owner, String name, int size) {
        return images(owner).create(name, payload(DeployedRegistry.bytes(size)), raw());
    }

    private static CreateImageOptions raw() {
        CreateImageOptions options = new CreateImageOptions();
        options.diskFormat(DiskFormat.RAW)
                .containerFormat(ContainerFormat.BARE)
                .minRam(128)
                .property("os_family", "linux");
        return options;
    }

    private static Payload payload(byte[] bytes) {
        return Payloads.newByteArrayPayload(bytes);
    }

    private static ImageDetails listed(User user, String id) {
        return images(user)
                .listInDetail(new ListImageOptions().limit(1000))
                .firstMatch(image -> image.getId().equals(id))
                .get();
    }

    private static byte[] download(User user, String id) throws IOException {
        return read(images(user).getAsStream(id));
    }

    private static byte[] read(InputStream stream) throws IOException {
        try (stream) {
            return stream.readAllBytes();
        }
    }

    /** Every field, but that it takes UTF-8 in headers for Latin-1. */
    private static void assertSame(ImageDetails fromHeaders, ImageDetails image) {
        String name = new String(fromHeaders.getName().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        assertThat(fromHeaders.toBuilder().name(name).build()).isEqualTo(image);
    }

    private static void assertStatus(int status, ThrowingCallable call) {
        assertThatThrownBy(call).satisfies(failure -> {
            Throwable refusal = failure instanceof HttpResponseException ? failure : failure.getCause();
            assertThat(refusal)
                    .isInstanceOfSatisfying(
                            HttpResponseException.class,
                            answer -> assertThat(answer.getResponse().getStatusCode())
                                    .isEqualTo(status));
        });
    }
}
