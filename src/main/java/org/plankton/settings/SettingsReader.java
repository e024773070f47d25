package org.plankton.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads settings one by one, from wherever they are set, and remembers all that is wrong, so that it is told at once.
 *
 * <p>Names are whole: {@code plankton.database.url}. How a value is read is one of {@link Parsers}, or whatever else
 * throws IllegalArgumentException with the rest of a sentence that begins with the setting's name.
 */
final class SettingsReader {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsReader.class);
    private static final String PREFIX = "plankton.";

    private final Map<String, String> properties;
    private final Map<String, String> environment;
    private final Map<String, String> parameters;

    /** Of all settings that have been asked for. */
    private final Set<String> names = new TreeSet<>();

    private final List<String> problems = new ArrayList<>();

    /**
     * @param properties the system's, which count before all others
     * @param parameters the servlet context's, which count where there is nothing else
     */
    SettingsReader(Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters) {
        this.properties = properties;
        this.environment = environment;
        this.parameters = parameters;
    }

    /** @return null if it is missing or unusable, which has then been noted */
    <T> T required(String name, Function<String, T> parser) {
        Optional<String> value = value(name);
        if (value.isEmpty()) {
            refuse(name, "is required");
        }
        return value.map(given -> parse(name, given, parser)).orElse(null);
    }

    /**
     * One that goes with another.
     *
     * @param isSo whether it is to be set
     * @param condition under which it is, in words
     * @return null if it is not set, or unusable; whatever is not as it is to be has been noted
     */
    <T> T requiredOnlyIf(boolean isSo, String condition, String name, Function<String, T> parser) {
        Optional<String> value = value(name);
        if (isSo && value.isEmpty()) {
            refuse(name, "is required where " + condition);
        }
        if (!isSo && value.isPresent()) {
            problems.add(name + " is only for where " + condition + ". Remove it, or set that.");
        }
        return value.map(given -> parse(name, given, parser)).orElse(null);
    }

    /** @param usual its default, as it would be written; also where it is unusable, which has then been noted */
    <T> T or(String name, String usual, Function<String, T> parser) {
        T parsed = parse(name, value(name).orElse(usual), parser);
        return parsed != null ? parsed : parser.apply(usual);
    }

    /** Empty if it is not set, or unusable, which has then been noted. */
    <T> Optional<T> optional(String name, Function<String, T> parser) {
        return value(name).map(given -> parse(name, given, parser));
    }

    /** An empty value is none: that is how a commented line of an environment file reads. */
    private Optional<String> value(String name) {
        names.add(name);
        return Stream.of(properties.get(name), environment.get(variable(name)), parameters.get(name))
                .filter(Objects::nonNull)
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    /** @return null if that is not possible, which has then been noted */
    private <T> T parse(String name, String value, Function<String, T> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            refuse(name, e.getMessage());
        }
        return null;
    }

    /**
     * Notes that something is wrong with it.
     *
     * @param problem the rest of a sentence that begins with its name, without the full stop
     */
    void refuse(String name, String problem) {
        problems.add(name + " " + problem + ". Set it as the system property " + name + ", as the environment variable "
                + variable(name) + ", or in the context file as <Parameter name=\"" + name + "\" value=\"…\"/>.");
    }

    /**
     * To be called once all have been read.
     *
     * @throws UnusableSettings if something has been noted, or there are some that nobody has asked for
     */
    void finish() throws UnusableSettings {
        warnOfUnknownVariables();
        refuseUnknown();
        if (!problems.isEmpty()) {
            throw new UnusableSettings(problems);
        }
    }

    /** Only a warning: others may have put them there for purposes of their own. */
    private void warnOfUnknownVariables() {
        Set<String> known = new TreeSet<>();
        names.forEach(name -> known.add(variable(name)));
        environment.keySet().stream()
                .filter(variable -> variable.startsWith(variable(PREFIX)) && !known.contains(variable))
                .forEach(variable -> LOG.warn("{} is no setting's environment variable, and ignored", variable));
    }

    private void refuseUnknown() {
        Map<String, String> given = new TreeMap<>(parameters);
        given.putAll(properties);
        given.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !names.contains(name))
                .forEach(name -> problems.add(name + " is not a setting. Remove it, or correct it to one of: "
                        + String.join(", ", names) + "."));
    }

    private static String variable(String name) {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
