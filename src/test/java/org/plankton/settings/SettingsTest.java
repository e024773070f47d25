package org.plankton.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.api.http.LeastRate;
import org.plankton.api.http.Networks;
import org.plankton.api.http.Origins;
import org.plankton.identity.KeystoneIdentity.AccountOf;
import org.plankton.identity.ServiceUser;
import org.plankton.log.LogFormat;
import org.plankton.pithos.PithosRelease;
import org.plankton.registry.request.Limits;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Quotas;

class SettingsTest {
    private static final Credentials NO_CREDENTIALS = new Credentials(Credentials.Kind.OFF, Optional.empty());
    private static final Map<String, String> REQUIRED = Map.of(
            "plankton.database.url", "jdbc:mariadb://127.0.0.1/plankton",
            "plankton.database.user", "plankton",
            "plankton.identity.url", "https://accounts.example.org/identity/v2.0",
            "plankton.store.url", "https://pithos.example.org/object-store/v1");

    @Test
    void theRequiredOnesAreEnough() throws UnusableSettings {
        assertThat(Settings.of(Map.of(), Map.of(), REQUIRED))
                .isEqualTo(new Settings(
                        new DatabaseSettings("jdbc:mariadb://127.0.0.1/plankton", "plankton", "", 10),
                        new IdentitySettings(
                                IdentitySettings.Kind.ASTAKOS,
                                "https://accounts.example.org/identity/v2.0",
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(5),
                                50,
                                Optional.empty(),
                                AccountOf.PROJECT),
                        new StoreSettings(
                                StoreSettings.Kind.PITHOS,
                                "https://pithos.example.org/object-store/v1",
                                Duration.ofSeconds(5),
                                NO_CREDENTIALS,
                                true,
                                "AUTH_",
                                "images",
                                Duration.ofSeconds(30),
                                32),
                        Set.of(),
                        Settings.Publishers.ANYONE,
                        true,
                        new Limits(256, 110, 256, 128, 6144, 128, 128),
                        new Limits(255, 255, 1_000_000, 128, 6144, 128, 128),
                        new Quotas(Map.of(Quota.QUEUED, 100)),
                        1000,
                        new ClientSettings(50, Optional.empty(), new LeastRate(4096)),
                        1L << 40,
                        Duration.ofMinutes(2),
                        true,
                        Duration.ofDays(30),
                        Duration.ofDays(365),
                        new CheckSettings(NO_CREDENTIALS, Duration.ofSeconds(10)),
                        Optional.empty(),
                        Networks.of("127.0.0.0/8 ::1"),
                        Origins.NONE,
                        new MetricsSettings(Optional.empty(), Networks.of("none"), Set.of()),
                        Optional.empty(),
                        new CatalogueSettings(Optional.empty(), List.of(), false),
                        new PageSettings(
                                true,
                                "Plankton",
                                Optional.empty(),
                                Optional.empty(),
                                Map.of(),
                                false,
                                Optional.empty(),
                                Map.of()),
                        LogFormat.TEXT));
    }

    @Test
    void aSystemPropertyCountsBeforeTheEnvironmentAndThatBeforeTheContext() throws UnusableSettings {
        Map<String, String> property = Map.of("plankton.limits.property-key", "1");
        Map<String, String> variable = Map.of("PLANKTON_LIMITS_PROPERTY_KEY", "2");
        Map<String, String> parameter = with("plankton.limits.property-key", "3");

        assertThat(propertyKey(property, variable, parameter)).isEqualTo(1);
        assertThat(propertyKey(Map.of(), variable, parameter)).isEqualTo(2);
        assertThat(propertyKey(Map.of(), Map.of(), parameter)).isEqualTo(3);
    }

    @Test
    void theFormatOfTheLogIsReadBeforeAllOthersWhateverIsWrongWithThem() {
        Map<String, String> property = Map.of("plankton.log.format", "json", "plankton.color", "blue");

        assertThat(Settings.logFormat(property, Map.of(), Map.of("plankton.log.format", "text")))
                .isEqualTo(LogFormat.JSON);
        assertThat(Settings.logFormat(Map.of(), Map.of("PLANKTON_LOG_FORMAT", "JSON"), Map.of()))
                .isEqualTo(LogFormat.JSON);
        assertThat(Settings.logFormat(Map.of(), Map.of(), Map.of("plankton.log.format", "json")))
                .isEqualTo(LogFormat.JSON);
        assertThat(Settings.logFormat(Map.of("plankton.log.format", "xml"), Map.of(), Map.of()))
                .isEqualTo(LogFormat.TEXT);
        assertThat(problems(Map.of("plankton.log.format", "xml"), REQUIRED))
                .singleElement()
                .asString()
                .startsWith("plankton.log.format must be text or json.");
    }

    @Test
    void quotasAreThoseThatAreSet() throws UnusableSettings {
        Map<String, String> set = with("plankton.quota.images", "1000");
        set.put("plankton.quota.queued", "0");
        set.put("plankton.quota.uploads", "4");

        assertThat(Settings.of(Map.of(), Map.of(), set).quotas())
                .isEqualTo(new Quotas(Map.of(Quota.IMAGES, 1000, Quota.QUEUED, 0, Quota.UPLOADS, 4)));
    }

    @Test
    void anEmptyOneIsPassedOver() throws UnusableSettings {
        Map<String, String> property = Map.of("plankton.limits.property-key", " ");
        Map<String, String> variable = Map.of("PLANKTON_LIMITS_PROPERTY_KEY", "");

        assertThat(propertyKey(property, variable, with("plankton.limits.property-key", "3")))
                .isEqualTo(3);
    }

    @Test
    void allThatIsWrongIsToldAtOnceAndWhereToPutItRight() {
        Map<String, String> parameters = with("plankton.databse.url", "jdbc:mariadb://127.0.0.1/plankton");
        parameters.remove("plankton.store.url");
        parameters.put("plankton.limits.page", "many");

        List<String> problems = problems(Map.of(), parameters);

        assertThat(problems).hasSize(3);
        assertThat(problems.get(0))
                .startsWith("plankton.store.url is required.")
                .contains("system property plankton.store.url", "PLANKTON_STORE_URL", "<Parameter name=");
        assertThat(problems.get(1)).startsWith("plankton.limits.page must be a whole number from 1 to 100000.");
        assertThat(problems.get(2))
                .startsWith("plankton.databse.url is not a setting.")
                .contains("plankton.database.url");
    }

    @Test
    void anUnknownSystemPropertyIsWrongTooButNotAnUnknownVariable() throws UnusableSettings {
        // Kubernetes, for one, gives such variables of its own accord to whatever runs beside a service of that name.
        assertThat(Settings.of(Map.of(), Map.of("PLANKTON_SERVICE_HOST", "10.0.0.1"), REQUIRED))
                .isEqualTo(Settings.of(Map.of(), Map.of(), REQUIRED));
        assertThat(problems(Map.of("plankton.color", "blue"), REQUIRED))
                .singleElement()
                .asString()
                .startsWith("plankton.color is not a setting.");
    }

    @Test
    void whatIsNotPlanktonsIsNotLookedAt() throws UnusableSettings {
        assertThat(Settings.of(Map.of("java.version", "17"), Map.of("HOME", "/"), with("color", "blue")))
                .isEqualTo(Settings.of(Map.of(), Map.of(), REQUIRED));
    }

    @ParameterizedTest
    @CsvSource({
        "plankton.database.url, jdbc:mysql://127.0.0.1/plankton,"
                + " must be an address such as jdbc:mariadb://host:3306/plankton",
        "plankton.database.url, jdbc:mariadb://h:notaport/p,"
                + " must be an address such as jdbc:mariadb://host:3306/plankton",
        "plankton.store.url, http://secret.internal/a b, must be an http:// or https:// address",
        "plankton.database.connections, 0, must be a whole number from 1 to 1000",
        "plankton.quota.images, -1, must be a whole number from 0 to 1000000000",
        "plankton.quota.queued, none, must be a whole number from 0 to 1000000000",
        "plankton.quota.uploads, 1000000001, must be a whole number from 0 to 1000000000",
        "plankton.database.connections, ten, must be a whole number from 1 to 1000",
        "plankton.identity.url, accounts.example.org, must be an http:// or https:// address",
        "plankton.identity.url, ftp://accounts.example.org, must be an http:// or https:// address",
        "plankton.identity.url, https:///identity, must be an http:// or https:// address",
        "plankton.identity.timeout, 61, must be a whole number from 1 to 60",
        "plankton.identity.cache, -1, must be a whole number from 0 to 300",
        "plankton.store.sharing, yes, must be true or false",
        "plankton.identity.waiting, 0, must be a whole number from 1 to 1000",
        "plankton.identity.kind, ldap, must be astakos or keystone",
        "plankton.identity.account, domain, must be project or user",
        "plankton.store.kind, s3, must be pithos or swift",
        "plankton.store.account-prefix, AUTH/, must be at most 64 of letters",
        "plankton.store.container, my/images, must be a container's name: at most 64 characters",
        "plankton.store.idle, 601, must be a whole number from 1 to 600",
        "plankton.store.transfers, 0, must be a whole number from 1 to 1000",
        "plankton.limits.upload, 0, must be a whole number from 1 to 9223372036854775807",
        "plankton.limits.upload, 9223372036854775808, must be a whole number from 1 to 9223372036854775807",
        "plankton.limits.upload, 1e12, must be a whole number from 1 to 9223372036854775807",
        "plankton.upload.lease, 1, must be a whole number from 2 to 3600",
        "plankton.check.kind, on, must be off or token or service",
        "plankton.check.kind, service, is service only where plankton.identity.kind is keystone",
        "plankton.store.credentials, on, must be off or token or service",
        "plankton.store.credentials, service, is service only where plankton.identity.kind is keystone",
        "plankton.check.interval, 0, must be a whole number from 1 to 3600",
        "plankton.deleted.keep, 36501, must be a whole number from 0 to 36500",
        "plankton.limits.name, 257, must be a whole number from 1 to 256",
        "plankton.limits.glance.name, 257, must be a whole number from 1 to 256",
        "plankton.limits.glance.property-key, 0, must be a whole number from 1 to 1000",
        "plankton.limits.glance.property-value, 1000001, must be a whole number from 1 to 1000000",
        "plankton.limits.properties, x, must be a whole number from 0 to 10000",
        "plankton.proxies, proxy.example.org, must be addresses or networks such as 192.0.2.1",
        "plankton.proxies, 10.0.0.0/33, must have a number from 0 to 32 behind the slash of 10.0.0.0",
        "plankton.cors.origins, https://horizon.example.org/, must be origins as browsers send them",
        "plankton.cors.origins, 'https://a.example.org, *', must be origins as browsers send them",
        "plankton.cors.origins, null, must be origins as browsers send them",
        "plankton.metrics.token, 0123456789abcde, must be 16 to 1024 visible characters",
        "plankton.metrics.token, 0123456789 abcdef, must be 16 to 1024 visible characters",
        "plankton.metrics.token, 0123456789abcdef\u03b1, must be 16 to 1024 visible characters",
        "plankton.metrics.addresses, prometheus.example.org, must be addresses or networks such as 192.0.2.1",
        "plankton.metrics.addresses, 10.0.0.0/33, must have a number from 0 to 32 behind the slash of 10.0.0.0",
        "plankton.metrics.owners, *, 'must be accounts'' ids'",
        "plankton.public-url, /images, must be an http:// or https:// address",
        "plankton.public-url, https://*/, must be an http:// or https:// address",
        "plankton.public-url, https://images.example.org:0/, must be an http:// or https:// address",
        "plankton.public-url, https://images.example.org:65536/, must be an http:// or https:// address",
        "plankton.public-url, https://u@images.example.org/, 'must be an address of scheme, host, port and path alone'",
        "plankton.identity.url, https://u:pw@h/v3, 'must be an address of scheme, host, port and path alone'",
        "plankton.identity.url, https://h/v3?, 'must be an address of scheme, host, port and path alone'",
        "plankton.store.url, https://h/v1?a=b, 'must be an address of scheme, host, port and path alone'",
        "plankton.store.url, https://h/v1#a, 'must be an address of scheme, host, port and path alone'",
        "plankton.database.url, jdbc:mariadb://127.0.0.1, must name a database behind the host",
        "plankton.database.url, jdbc:mariadb://127.0.0.1:3306/?sslMode=disable, must name a database behind the host",
        "plankton.database.url, jdbc:mariadb://h/p?user=root, must have neither user nor password",
        "plankton.database.url, jdbc:mariadb://h/p?sslMode=disable&password=x, must have neither user nor password",
        "plankton.database.user, ' plankton', must be a name",
        "plankton.database.connections, -1, must be a whole number from 1 to 1000",
        "plankton.store.account-prefix, *, must be at most 64 of letters",
        "plankton.store.container, .., must be a container's name",
        "plankton.store.container, ., must be a container's name",
        "plankton.store.container, ' images', must be a container's name",
        "plankton.store.container, 'images ', must be a container's name",
        "plankton.identity.user-domain, 'Default ', must be a name",
        "plankton.upload.lease, 35, must be longer than plankton.store.idle and plankton.store.timeout together",
        "plankton.admins, *, 'must be accounts'' ids'",
        "plankton.admins, 'a,*', 'must be accounts'' ids'",
        "plankton.admins, ',', 'must be accounts'' ids'",
        "plankton.admins, ' , ,', 'must be accounts'' ids'",
        "plankton.admins, a;b, 'must be accounts'' ids'",
        "plankton.admins, a:b, 'must be accounts'' ids'",
        "plankton.admins, .., 'must be accounts'' ids'",
        "plankton.admins, \u03b1, 'must be accounts'' ids'",
        "plankton.admins, '\"a\"', 'must be accounts'' ids'"
    })
    void aMalformedOneIsToldByItsNameAndWhatItMustBe(String name, String value, String problem) {
        assertThat(problems(Map.of(), with(name, value)))
                .singleElement()
                .asString()
                .startsWith(name + " " + problem)
                .contains(". Set it as the system property " + name);
    }

    @Test
    void addressesLoseTheSlashesAtTheirEnd() throws UnusableSettings {
        Settings settings =
                Settings.of(Map.of(), Map.of(), with("plankton.public-url", "https://images.example.org//"));

        assertThat(settings.publicUrl()).contains("https://images.example.org");
    }

    @Test
    void administratorsAreSeparatedByCommasOrBlanks() throws UnusableSettings {
        Settings settings = Settings.of(Map.of(), Map.of(), with("plankton.admins", " a, b\tc,,d "));

        assertThat(settings.admins()).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void originsAreSeparatedByCommasOrBlanksToo() throws UnusableSettings {
        Settings settings = Settings.of(
                Map.of(), Map.of("PLANKTON_CORS_ORIGINS", "https://a.example.org, http://b:8080 https://c"), REQUIRED);

        assertThat(settings.origins().listed())
                .containsExactlyInAnyOrder("https://a.example.org", "http://b:8080", "https://c");
    }

    @Test
    void metricsAreForWhomeverIsNamed() throws UnusableSettings {
        Map<String, String> parameters = with("plankton.metrics.token", "hunter2-hunter2-");
        parameters.put("plankton.metrics.addresses", "192.0.2.0/24 loopback");
        parameters.put("plankton.metrics.owners", "system, b");
        Settings settings = Settings.of(Map.of(), Map.of(), parameters);

        assertThat(settings.metrics())
                .isEqualTo(new MetricsSettings(
                        Optional.of("hunter2-hunter2-"),
                        Networks.of("192.0.2.0/24 127.0.0.0/8 ::1"),
                        Set.of("system", "b")));
        assertThat(settings).asString().doesNotContain("hunter");
    }

    /** Each is a series of its own. */
    @Test
    void ofOnlySoManyOwnersItIsToldHowOldTheirImagesAre() {
        String accounts = IntStream.rangeClosed(1, 101).mapToObj(i -> "a" + i).collect(Collectors.joining(" "));

        assertThat(problems(Map.of(), with("plankton.metrics.owners", accounts)))
                .singleElement()
                .asString()
                .startsWith("plankton.metrics.owners must be 100 accounts at most");
    }

    @Test
    void anUploadThatIsWellIsNotTakenForDead() {
        assertThat(problems(Map.of(), with("plankton.store.idle", "600")))
                .singleElement()
                .asString()
                .startsWith("plankton.upload.lease must be longer than plankton.store.idle and plankton.store.timeout"
                        + " together, which are 605 seconds");
    }

    @Test
    void whatIsSecretInAnAddressIsNotRepeated() {
        Map<String, String> parameters = with("plankton.store.url", "https://u:hunter2@h/v1");
        parameters.put("plankton.identity.url", "https://u:hunter2@h/v1 x");
        parameters.put("plankton.database.url", "jdbc:mariadb://h/p?user=u&password=hunter2");

        assertThat(problems(Map.of(), parameters)).hasSize(3).noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void thePasswordIsNotInItsText() throws UnusableSettings {
        assertThat(Settings.of(Map.of(), Map.of("PLANKTON_DATABASE_PASSWORD", "hunter2"), REQUIRED))
                .satisfies(
                        settings -> assertThat(settings.database().password()).isEqualTo("hunter2"))
                .asString()
                .doesNotContain("hunter2");
    }

    @Test
    void keystoneIsAskedAsAUserInAProject() throws UnusableSettings {
        Settings settings = Settings.of(Map.of(), Map.of("PLANKTON_IDENTITY_PASSWORD", "hunter2"), keystone());

        assertThat(settings.identity().kind()).isEqualTo(IdentitySettings.Kind.KEYSTONE);
        assertThat(settings.identity().user())
                .contains(new ServiceUser("glance", "hunter2", "Default", "service", "Default"));
        assertThat(settings).asString().contains("glance").doesNotContain("hunter2");
    }

    @Test
    void keystoneIsAskedAsNobodyWithoutAUserAPasswordAndAProject() {
        assertThat(problems(Map.of(), with("plankton.identity.kind", "keystone")))
                .extracting(problem -> problem.substring(0, problem.indexOf(". ")))
                .containsExactly(
                        "plankton.identity.user is required where plankton.identity.kind is keystone",
                        "plankton.identity.password is required where plankton.identity.kind is keystone",
                        "plankton.identity.project is required where plankton.identity.kind is keystone");
    }

    @Test
    void whoIsGivenAUserForAstakosProbablyMeantKeystone() {
        Map<String, String> parameters = keystone();
        parameters.remove("plankton.identity.kind");

        assertThat(problems(Map.of("plankton.identity.password", "hunter2"), parameters))
                .hasSize(3)
                .allMatch(problem -> problem.endsWith(
                        " is only for where plankton.identity.kind is keystone. Remove it, or set that."))
                .noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void domainsAndWhatAnAccountIsCanBeChosen() throws UnusableSettings {
        Map<String, String> parameters = keystone();
        parameters.put("plankton.identity.password", "hunter2");
        parameters.put("plankton.identity.user-domain", "Users");
        parameters.put("plankton.identity.project-domain", "Projects");
        parameters.put("plankton.identity.account", "User");

        IdentitySettings identity = Settings.of(Map.of(), Map.of(), parameters).identity();

        assertThat(identity.user()).contains(new ServiceUser("glance", "hunter2", "Users", "service", "Projects"));
        assertThat(identity.accountOf()).isEqualTo(AccountOf.USER);
    }

    @Test
    void theServiceAsksTheStoreOfItselfWithATokenOrAsTheService() throws UnusableSettings {
        Map<String, String> tokens = with("plankton.check.kind", "token");
        tokens.put("plankton.store.credentials", "token");
        Settings withTokens = Settings.of(
                Map.of(), Map.of("PLANKTON_CHECK_TOKEN", "hunter2", "PLANKTON_STORE_TOKEN", "hunter3"), tokens);
        assertThat(withTokens.check())
                .isEqualTo(new CheckSettings(
                        new Credentials(Credentials.Kind.TOKEN, Optional.of("hunter2")), Duration.ofSeconds(10)));
        assertThat(withTokens.store().credentials())
                .isEqualTo(new Credentials(Credentials.Kind.TOKEN, Optional.of("hunter3")));
        assertThat(withTokens).asString().doesNotContain("hunter");

        Map<String, String> parameters = keystone();
        parameters.put("plankton.check.kind", "Service");
        parameters.put("plankton.check.interval", "60");
        parameters.put("plankton.store.credentials", "Service");
        Settings asTheService = Settings.of(Map.of(), Map.of("PLANKTON_IDENTITY_PASSWORD", "hunter2"), parameters);
        Credentials service = new Credentials(Credentials.Kind.SERVICE, Optional.empty());
        assertThat(asTheService.check()).isEqualTo(new CheckSettings(service, Duration.ofSeconds(60)));
        assertThat(asTheService.store().credentials()).isEqualTo(service);
    }

    @ParameterizedTest
    @CsvSource({"plankton.check.kind, plankton.check.token", "plankton.store.credentials, plankton.store.token"})
    void aTokenGoesWithItsKind(String kind, String token) {
        assertThat(problems(Map.of(), with(kind, "token")))
                .singleElement()
                .asString()
                .startsWith(token + " is required where " + kind + " is token.");
        assertThat(problems(Map.of(), with(token, "hunter2")))
                .singleElement()
                .asString()
                .startsWith(token + " is only for where " + kind + " is token.")
                .doesNotContain("hunter2");
    }

    @Test
    void swiftIsChosenByItsName() throws UnusableSettings {
        Map<String, String> parameters = with("plankton.store.kind", "Swift");
        parameters.put("plankton.store.account-prefix", "KEY_");
        parameters.put("plankton.store.container", "glance images");

        StoreSettings store = Settings.of(Map.of(), Map.of(), parameters).store();

        assertThat(store.kind()).isEqualTo(StoreSettings.Kind.SWIFT);
        assertThat(store.accountPrefix()).isEqualTo("KEY_");
        assertThat(store.container()).isEqualTo("glance images");
    }

    @Test
    void thereIsABridgeWherePithosDatabaseIsSet() throws UnusableSettings {
        Map<String, String> given = with("plankton.pithos.database.url", "jdbc:postgresql://pithos/snf_pithos");
        given.put("plankton.pithos.database.user", "plankton_bridge");
        given.put("plankton.pithos.database.password", "secret");
        given.put("plankton.pithos.release", "0.14");

        PithosSettings pithos = Settings.of(Map.of(), Map.of(), given).pithos().orElseThrow();

        assertThat(pithos)
                .isEqualTo(new PithosSettings(
                        "jdbc:postgresql://pithos/snf_pithos",
                        "plankton_bridge",
                        "secret",
                        Optional.of(PithosRelease.V0_14)));
        assertThat(pithos.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://pithos/snf_pithos",
                "jdbc:postgresql://pithos:5432/snf_pithos?sslmode=verify-full&options=-c%20a=b/c",
                "jdbc:postgresql://one:5432,[2001:db8::2]:5433,three/snf_pithos?targetServerType=primary",
                "jdbc:postgresql://[::1]/snf_pithos",
                "jdbc:postgresql:///snf_pithos",
                "jdbc:postgresql:snf_pithos"
            })
    void pithosDatabaseMayBeWhereverTheDriverFindsIt(String url) throws UnusableSettings {
        Map<String, String> given = with("plankton.pithos.database.url", url);
        given.put("plankton.pithos.database.user", "plankton_bridge");

        assertThat(Settings.of(Map.of(), Map.of(), given).pithos())
                .map(PithosSettings::url)
                .contains(url);
    }

    @ParameterizedTest
    @CsvSource({
        "plankton.pithos.database.url, jdbc:mariadb://pithos/snf_pithos, must be an address such as",
        "plankton.pithos.database.url, jdbc:postgresql://pithos/, must name a database",
        "plankton.pithos.database.url, jdbc:postgresql://pithos/snf_pithos?password=x, must have neither user nor",
        "plankton.pithos.database.url, jdbc:postgresql://pithos/snf_pithos, user is required where",
        "plankton.pithos.database.user, plankton, is only for where plankton.pithos.database.url is set",
        "plankton.pithos.release, 0.13, 'must be one of 0.14, 0.15, 0.16'"
    })
    void whatIsAmissWithTheBridgeIsTold(String name, String value, String problem) {
        assertThat(problems(Map.of(), with(name, value)))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void anUploadMayBeAsLongAsAnyFile() throws UnusableSettings {
        Settings settings = Settings.of(Map.of(), Map.of(), with("plankton.limits.upload", "9223372036854775807"));

        assertThat(settings.longestUpload()).isEqualTo(Long.MAX_VALUE);
    }

    /** All but the password. */
    private static Map<String, String> keystone() {
        Map<String, String> parameters = with("plankton.identity.kind", "keystone");
        parameters.put("plankton.identity.user", "glance");
        parameters.put("plankton.identity.project", "service");
        return parameters;
    }

    private static int propertyKey(
            Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters)
            throws UnusableSettings {
        return Settings.of(properties, environment, parameters).limits().propertyKey();
    }

    private static List<String> problems(Map<String, String> properties, Map<String, String> parameters) {
        try {
            return List.of("usable: " + Settings.of(properties, Map.of(), parameters));
        } catch (UnusableSettings e) {
            return e.problems();
        }
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> parameters = new TreeMap<>(REQUIRED);
        parameters.put(name, value);
        return parameters;
    }
}
