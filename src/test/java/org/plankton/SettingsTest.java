package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plankton.registry.Limits;

class SettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "plankton.database.url", "jdbc:mariadb://127.0.0.1/plankton",
            "plankton.database.user", "plankton",
            "plankton.identity.url", "https://accounts.example.org/identity/v2.0",
            "plankton.store.url", "https://pithos.example.org/object-store/v1");

    @Test
    void theRequiredOnesAreEnough() throws Settings.Unusable {
        assertThat(Settings.of(Map.of(), Map.of(), REQUIRED))
                .isEqualTo(new Settings(
                        "jdbc:mariadb://127.0.0.1/plankton",
                        "plankton",
                        "",
                        10,
                        "https://accounts.example.org/identity/v2.0",
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(5),
                        "https://pithos.example.org/object-store/v1",
                        Duration.ofSeconds(5),
                        true,
                        Set.of(),
                        new Limits(255, 93, 255, 128, 6144, 128),
                        1000,
                        Optional.empty()));
    }

    @Test
    void aSystemPropertyCountsBeforeTheEnvironmentAndThatBeforeTheContext() throws Settings.Unusable {
        Map<String, String> property = Map.of("plankton.limits.property-key", "1");
        Map<String, String> variable = Map.of("PLANKTON_LIMITS_PROPERTY_KEY", "2");
        Map<String, String> parameter = with("plankton.limits.property-key", "3");

        assertThat(propertyKey(property, variable, parameter)).isEqualTo(1);
        assertThat(propertyKey(Map.of(), variable, parameter)).isEqualTo(2);
        assertThat(propertyKey(Map.of(), Map.of(), parameter)).isEqualTo(3);
    }

    @Test
    void anEmptyOneIsPassedOver() throws Settings.Unusable {
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
    void anUnknownSystemPropertyIsWrongTooButNotAnUnknownVariable() throws Settings.Unusable {
        // Kubernetes, for one, gives such variables of its own accord to whatever runs beside a service of that name.
        assertThat(Settings.of(Map.of(), Map.of("PLANKTON_SERVICE_HOST", "10.0.0.1"), REQUIRED))
                .isEqualTo(Settings.of(Map.of(), Map.of(), REQUIRED));
        assertThat(problems(Map.of("plankton.color", "blue"), REQUIRED))
                .singleElement()
                .asString()
                .startsWith("plankton.color is not a setting.");
    }

    @Test
    void whatIsNotPlanktonsIsNotLookedAt() throws Settings.Unusable {
        assertThat(Settings.of(Map.of("java.version", "17"), Map.of("HOME", "/"), with("color", "blue")))
                .isEqualTo(Settings.of(Map.of(), Map.of(), REQUIRED));
    }

    @ParameterizedTest
    @CsvSource({
        "plankton.database.url, jdbc:mysql://127.0.0.1/plankton, must be an address such as jdbc:mariadb://host:3306/plankton",
        "plankton.database.url, jdbc:mariadb://h:notaport/p, must be an address such as jdbc:mariadb://host:3306/plankton",
        "plankton.store.url, http://secret.internal/a b, must be an http:// or https:// address",
        "plankton.database.connections, 0, must be a whole number from 1 to 1000",
        "plankton.database.connections, ten, must be a whole number from 1 to 1000",
        "plankton.identity.url, accounts.example.org, must be an http:// or https:// address",
        "plankton.identity.url, ftp://accounts.example.org, must be an http:// or https:// address",
        "plankton.identity.url, https:///identity, must be an http:// or https:// address",
        "plankton.identity.timeout, 61, must be a whole number from 1 to 60",
        "plankton.identity.cache, -1, must be a whole number from 0 to 300",
        "plankton.store.sharing, yes, must be true or false",
        "plankton.limits.name, 256, must be a whole number from 1 to 255",
        "plankton.public-url, /images, must be an http:// or https:// address"
    })
    void aMalformedOneIsToldByItsNameAndWhatItMustBe(String name, String value, String problem) {
        assertThat(problems(Map.of(), with(name, value)))
                .singleElement()
                .asString()
                .startsWith(name + " " + problem + ". Set it as ");
    }

    @Test
    void addressesLoseTheSlashesAtTheirEnd() throws Settings.Unusable {
        Settings settings =
                Settings.of(Map.of(), Map.of(), with("plankton.public-url", "https://images.example.org//"));

        assertThat(settings.publicUrl()).contains("https://images.example.org");
    }

    @Test
    void administratorsAreSeparatedByCommasOrBlanks() throws Settings.Unusable {
        Settings settings = Settings.of(Map.of(), Map.of(), with("plankton.admins", " a, b\tc,,d "));

        assertThat(settings.admins()).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void thePasswordIsNotInItsText() throws Settings.Unusable {
        assertThat(Settings.of(Map.of(), Map.of("PLANKTON_DATABASE_PASSWORD", "hunter2"), REQUIRED))
                .satisfies(settings -> assertThat(settings.databasePassword()).isEqualTo("hunter2"))
                .asString()
                .doesNotContain("hunter2");
    }

    private static int propertyKey(
            Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters)
            throws Settings.Unusable {
        return Settings.of(properties, environment, parameters).limits().propertyKey();
    }

    private static List<String> problems(Map<String, String> properties, Map<String, String> parameters) {
        try {
            return List.of("usable: " + Settings.of(properties, Map.of(), parameters));
        } catch (Settings.Unusable e) {
            return e.problems();
        }
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> parameters = new TreeMap<>(REQUIRED);
        parameters.put(name, value);
        return parameters;
    }
}
