package org.plankton;

import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.api.http.Proxies;
import org.plankton.database.JdbcUrl;
import org.plankton.identity.KeystoneIdentity.AccountOf;
import org.plankton.identity.ServiceUser;
import org.plankton.registry.image.Account;
import org.plankton.registry.request.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that can be set. What each setting is for stands where it is set: {@code tomcat-conf/plankton.xml}.
 *
 * <p>A setting {@code plankton.a.b-c} is looked for as a system property of that name, then as the environment variable
 * {@code PLANKTON_A_B_C}, then in the servlet context's parameters; the first that is there counts.
 *
 * @param admins accounts
 * @param limits of what comes over the guide's dialect and Synnefo's
 * @param glanceLimits of what comes over Glance's, whose images, properties and members are as many
 * @param longestPage images
 * @param longestUpload bytes
 * @param uploadLease how long an upload may be silent before it is taken for dead
 * @param deletedKept how long it is remembered of an image that it is registered no longer
 * @param check of images' files, by the service itself
 * @param publicUrl without a slash at its end; empty: what the client's request says
 * @param proxies who is believed on what the client's request was
 */
record Settings(
        Database database,
        Identity identity,
        Store store,
        Set<String> admins,
        Limits limits,
        Limits glanceLimits,
        int longestPage,
        long longestUpload,
        Duration uploadLease,
        Duration deletedKept,
        Check check,
        Optional<String> publicUrl,
        Proxies proxies) {

    record Database(String url, String user, String password, int connections) {
        /** Leaves the password out: it must not reach a log. */
        @Override
        public String toString() {
            return url;
        }
    }

    /**
     * @param timeout for one whole question
     * @param cache how long a good token is believed
     * @param refusals how long a bad one is
     * @param user whom Plankton is to Keystone; there if the kind is that
     * @param accountOf what Keystone's answer says that an account is
     */
    record Identity(
            Kind kind,
            String url,
            Duration timeout,
            Duration cache,
            Duration refusals,
            Optional<ServiceUser> user,
            AccountOf accountOf) {

        enum Kind {
            ASTAKOS,
            KEYSTONE
        }
    }

    /**
     * @param timeout for one whole exchange, but for the bytes of an image
     * @param sharing whether members and publication are written through to the object store
     * @param accountPrefix what Swift puts before an account
     * @param container of the owner's, where uploads go
     * @param idle how long the bytes of an image may stand still
     * @param transfers how many images' bytes travel at once
     */
    record Store(
            Kind kind,
            String url,
            Duration timeout,
            boolean sharing,
            String accountPrefix,
            String container,
            Duration idle,
            int transfers) {

        enum Kind {
            PITHOS,
            SWIFT
        }
    }

    /**
     * @param token there if the kind is that
     * @param interval between ten images and the next ten
     */
    record Check(Kind kind, Optional<String> token, Duration interval) {

        /** With whose token. */
        enum Kind {
            OFF,
            TOKEN,
            SERVICE
        }

        /** Leaves the token out: it must not reach a log. */
        @Override
        public String toString() {
            return kind + " every " + interval;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final String PREFIX = "plankton.";
    private static final int LONGEST_METADATA = 1_000_000;
    private static final Set<String> WEB = Set.of("http", "https");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,19}");
    private static final Pattern ACCOUNT_PREFIX = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** As Swift has it: neither a slash nor what cannot be seen; and what a location can have as a part. */
    private static final Pattern CONTAINER = Pattern.compile("(?!\\.{1,2}$|\\s|.*\\s$)[^/\\p{Cntrl}]{1,64}");

    /** The settings cannot be used; says what is wrong with each. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final ArrayList<String> problems;

        Unusable(Collection<String> problems) {
            super(String.join("; ", problems));
            this.problems = new ArrayList<>(problems);
        }

        /** A sentence each, with the name of the setting and where to set it. */
        List<String> problems() {
            return List.copyOf(problems);
        }
    }

    /**
     * @param properties the system's
     * @param parameters the servlet context's
     * @throws Unusable if one is missing, malformed, or called by a name that is none
     */
    static Settings of(Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters)
            throws Unusable {
        Reader reader = new Reader(properties, environment, parameters);
        Database database = database(reader);
        Identity identity = identity(reader);
        Limits limits = limits(reader);
        Settings settings = new Settings(
                database,
                identity,
                store(reader),
                reader.optional("admins", Settings::accounts).orElse(Set.of()),
                limits,
                limits.withTexts(
                        // As long as the database's column, which a longer limit would meet with an error.
                        reader.or("limits.glance.name", "255", number(1, 256)),
                        reader.or("limits.glance.property-key", "255", number(1, 1000)),
                        reader.or(
                                "limits.glance.property-value",
                                String.valueOf(LONGEST_METADATA),
                                number(1, LONGEST_METADATA))),
                reader.or("limits.page", "1000", number(1, 100_000)),
                reader.or("limits.upload", "1099511627776", number(1, Long.MAX_VALUE, Long::valueOf)),
                reader.or("upload.lease", "120", seconds(2, 3600)),
                reader.or("deleted.keep", "30", number(0, 36_500).andThen(Duration::ofDays)),
                check(reader, identity.kind()),
                reader.optional("public-url", Settings::webUrl),
                reader.or("proxies", "loopback", Proxies::of));
        reader.finish();
        settings.requireLongLease();
        return settings;
    }

    private static Limits limits(Reader reader) {
        return new Limits(
                reader.or("limits.name", "256", number(1, 256)),
                reader.or("limits.property-key", "110", number(1, 1000)),
                reader.or("limits.property-value", "256", number(1, LONGEST_METADATA)),
                reader.or("limits.properties", "128", number(0, 10_000)),
                reader.or("limits.metadata", "6144", number(2_048, LONGEST_METADATA)),
                reader.or("limits.members", "128", number(0, 1_000)));
    }

    /** So long an upload that is well may be silent: while the client is, and then the store. */
    private void requireLongLease() throws Unusable {
        Duration silence = store.idle().plus(store.timeout());
        if (uploadLease.compareTo(silence) <= 0) {
            throw new Unusable(
                    List.of(PREFIX + "upload.lease must be longer than " + PREFIX + "store.idle and " + PREFIX
                            + "store.timeout together, which are " + silence.toSeconds()
                            + " seconds, or uploads that are under way are taken for dead. "
                            + Reader.whereToSet("upload.lease")));
        }
    }

    private static Database database(Reader reader) {
        return new Database(
                reader.required("database.url", Settings::mariaDbUrl),
                reader.required("database.user", Settings::name),
                reader.or("database.password", "", Function.identity()),
                reader.or("database.connections", "10", number(1, 1000)));
    }

    private static Identity identity(Reader reader) {
        Identity.Kind kind = reader.or("identity.kind", "astakos", oneOf(Identity.Kind.class));
        return new Identity(
                kind,
                reader.required("identity.url", Settings::webUrl),
                reader.or("identity.timeout", "3", seconds(1, 60)),
                reader.or("identity.cache", "60", seconds(0, 300)),
                reader.or("identity.refusals", "5", seconds(0, 300)),
                serviceUser(reader, kind),
                reader.or("identity.account", "project", oneOf(AccountOf.class)));
    }

    private static Optional<ServiceUser> serviceUser(Reader reader, Identity.Kind kind) {
        boolean keystone = kind == Identity.Kind.KEYSTONE;
        String condition = PREFIX + "identity.kind is keystone";
        ServiceUser user = new ServiceUser(
                reader.requiredOnlyIf(keystone, condition, "identity.user", Settings::name),
                reader.requiredOnlyIf(keystone, condition, "identity.password", Function.identity()),
                reader.or("identity.user-domain", "Default", Settings::name),
                reader.requiredOnlyIf(keystone, condition, "identity.project", Settings::name),
                reader.or("identity.project-domain", "Default", Settings::name));
        return keystone ? Optional.of(user) : Optional.empty();
    }

    private static Store store(Reader reader) {
        return new Store(
                reader.or("store.kind", "pithos", oneOf(Store.Kind.class)),
                reader.required("store.url", Settings::webUrl),
                reader.or("store.timeout", "5", seconds(1, 60)),
                reader.or("store.sharing", "true", Settings::truth),
                reader.or(
                        "store.account-prefix",
                        "AUTH_",
                        matching(ACCOUNT_PREFIX, "must be at most 64 of letters, digits and . _ -")),
                reader.or(
                        "store.container",
                        "images",
                        matching(
                                CONTAINER,
                                "must be a container's name: at most 64 characters, no slash, not . or .., "
                                        + "no blank at either end")),
                reader.or("store.idle", "30", seconds(1, 600)),
                reader.or("store.transfers", "32", number(1, 1000)));
    }

    private static Check check(Reader reader, Identity.Kind identity) {
        Check.Kind kind = reader.or("check.kind", "off", value -> {
            Check.Kind named = oneOf(Check.Kind.class).apply(value);
            if (named == Check.Kind.SERVICE && identity != Identity.Kind.KEYSTONE) {
                throw new IllegalArgumentException(
                        "is service only where " + PREFIX + "identity.kind is keystone; else it must be off or token");
            }
            return named;
        });
        return new Check(
                kind,
                Optional.ofNullable(reader.requiredOnlyIf(
                        kind == Check.Kind.TOKEN, PREFIX + "check.kind is token", "check.token", Function.identity())),
                reader.or("check.interval", "10", seconds(1, 3600)));
    }

    private static String mariaDbUrl(String value) {
        if (!JdbcUrl.isWellFormed(value)) {
            throw new IllegalArgumentException("must be an address such as jdbc:mariadb://host:3306/plankton");
        }
        if (!JdbcUrl.namesDatabase(value)) {
            throw new IllegalArgumentException(
                    "must name a database behind the host: jdbc:mariadb://host:3306/plankton");
        }
        if (JdbcUrl.namesUser(value)) {
            throw new IllegalArgumentException("must have neither user nor password, which would be in the log; set "
                    + PREFIX + "database.user and " + PREFIX + "database.password");
        }
        return value;
    }

    /** Something is added to it, so it ends with the path; and it is told to others, so nothing in it is secret. */
    private static String webUrl(String value) {
        // Without the address in the message: everybody may read it.
        try {
            URI uri = new URI(value);
            if (uri.getHost() != null
                    && WEB.contains(uri.getScheme())
                    && uri.getPort() != 0
                    && uri.getPort() <= 65_535) {
                if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
                    throw new IllegalArgumentException(
                            "must be an address of scheme, host, port and path alone: without user, password, ? and #");
                }
                return value.replaceAll("/+$", "");
            }
        } catch (URISyntaxException e) {
            LOG.debug("not an address"); // which the exception has, and perhaps a password in it
        }
        throw new IllegalArgumentException("must be an http:// or https:// address");
    }

    /** What others know somebody or something by: as it is, so that a blank at its end would be part of it. */
    private static String name(String value) {
        if (!value.equals(value.strip()) || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "must be a name, without blanks before or behind it or control characters");
        }
        return value;
    }

    private static boolean truth(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static Set<String> accounts(String value) {
        Set<String> accounts = Arrays.stream(value.split("[,\\s]+"))
                .filter(account -> !account.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        if (accounts.isEmpty() || !accounts.stream().allMatch(Account::isWellFormed)) {
            throw new IllegalArgumentException(
                    "must be accounts' ids, with commas or blanks between them, and nobody stands for all:"
                            + " each of at most 255 letters, digits and @ . _ -, beginning with a letter or digit");
        }
        return accounts;
    }

    private static Function<String, String> matching(Pattern pattern, String problem) {
        return value -> {
            if (pattern.matcher(value).matches()) {
                return value;
            }
            throw new IllegalArgumentException(problem);
        };
    }

    /** By its name, in whatever case. */
    private static <E extends Enum<E>> Function<String, E> oneOf(Class<E> all) {
        return value -> Arrays.stream(all.getEnumConstants())
                .filter(one -> one.name().equalsIgnoreCase(value.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be "
                        + Arrays.stream(all.getEnumConstants())
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" or "))));
    }

    private static Function<String, Integer> number(int min, int max) {
        return number(min, max, Integer::valueOf);
    }

    /** @param parse takes the digits, once they are known to be such a number's */
    private static <T> Function<String, T> number(long min, long max, Function<String, T> parse) {
        return value -> {
            String digits = value.strip();
            if (WHOLE_NUMBER.matcher(digits).matches()) {
                BigInteger number = new BigInteger(digits);
                if (number.compareTo(BigInteger.valueOf(min)) >= 0 && number.compareTo(BigInteger.valueOf(max)) <= 0) {
                    return parse.apply(digits);
                }
            }
            throw new IllegalArgumentException("must be a whole number from " + min + " to " + max);
        };
    }

    private static Function<String, Duration> seconds(int min, int max) {
        return number(min, max).andThen(Duration::ofSeconds);
    }

    /** Reads settings one by one and remembers all that is wrong, so that it is told at once. */
    private static final class Reader {
        private final Map<String, String> properties;
        private final Map<String, String> environment;
        private final Map<String, String> parameters;
        private final Set<String> names = new TreeSet<>();
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters) {
            this.properties = properties;
            this.environment = environment;
            this.parameters = parameters;
        }

        <T> T required(String name, Function<String, T> parse) {
            Optional<String> value = value(name);
            if (value.isEmpty()) {
                problems.add(PREFIX + name + " is required. " + whereToSet(name));
                return null;
            }
            return parse(name, value.get(), parse);
        }

        /** @return null if it is missing or should be, which has then been noted */
        String requiredOnlyIf(boolean isSo, String condition, String name, Function<String, String> parse) {
            Optional<String> value = value(name);
            if (isSo && value.isEmpty()) {
                problems.add(PREFIX + name + " is required where " + condition + ". " + whereToSet(name));
            }
            if (!isSo && value.isPresent()) {
                problems.add(PREFIX + name + " is only for where " + condition + ". Remove it, or set that.");
            }
            return value.map(given -> parse(name, given, parse)).orElse(null);
        }

        <T> T or(String name, String usual, Function<String, T> parse) {
            T parsed = parse(name, value(name).orElse(usual), parse);
            return parsed != null ? parsed : parse.apply(usual);
        }

        <T> Optional<T> optional(String name, Function<String, T> parse) {
            return value(name).map(value -> parse(name, value, parse));
        }

        /** An empty value is none: that is how a commented line of an environment file reads. */
        private Optional<String> value(String name) {
            names.add(PREFIX + name);
            return Stream.of(
                            properties.get(PREFIX + name),
                            environment.get(variable(name)),
                            parameters.get(PREFIX + name))
                    .filter(Objects::nonNull)
                    .filter(value -> !value.isBlank())
                    .findFirst();
        }

        /** @return null if that is not possible, which has then been noted */
        private <T> T parse(String name, String value, Function<String, T> parse) {
            try {
                return parse.apply(value);
            } catch (IllegalArgumentException e) {
                problems.add(PREFIX + name + " " + e.getMessage() + ". " + whereToSet(name));
            }
            return null;
        }

        void finish() throws Unusable {
            // Not a problem like those below: others may have put it there for purposes of their own.
            environment.keySet().stream()
                    .filter(variable -> variable.startsWith(variable("")))
                    .filter(variable -> names.stream()
                            .noneMatch(name ->
                                    variable(name.substring(PREFIX.length())).equals(variable)))
                    .forEach(variable -> LOG.warn("{} is no setting's environment variable, and ignored", variable));
            Map<String, String> given = new TreeMap<>(parameters);
            given.putAll(properties);
            given.keySet().stream()
                    .filter(name -> name.startsWith(PREFIX) && !names.contains(name))
                    .forEach(name -> problems.add(name + " is not a setting. Remove it, or correct it to one of: "
                            + String.join(", ", names) + "."));
            if (!problems.isEmpty()) {
                throw new Unusable(problems);
            }
        }

        private static String whereToSet(String name) {
            return "Set it as the system property " + PREFIX + name + ", as the environment variable " + variable(name)
                    + ", or in the context file as <Parameter name=\"" + PREFIX + name + "\" value=\"…\"/>.";
        }

        private static String variable(String name) {
            return (PREFIX + name).replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        }
    }
}
