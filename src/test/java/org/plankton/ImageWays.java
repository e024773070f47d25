package org.plankton;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.plankton.KnownImage.Dialect;

/** Ways to make and to change an image, over every dialect. */
final class ImageWays {
    private static final String LONG = "{\"device\": \"/dev/vda\", \"Ω\": \"".repeat(90);

    private static final String ODD_BUT_SHORT = """
            {"os_distro": "debian", "OS_Distro": "Capital", "os-distro": "dash", "org.openstack__1__os": "dots",
             "trait:HW_CPU_X86_AVX2": "required", "empty.value": "", "Ünï ΟΣ": "Ωmega 🐧", "": "no key", "_": "bar",
             "...": "dots alone", "a/b~c%d": "punctuation", "lines": "one\\ntwo", "percent": "100%", "block": BLOCK}""";

    /** Keys and values that not every wire can say as they are. */
    private static final String ODD = ODD_BUT_SHORT.replace(
            "BLOCK", JsonNodeFactory.instance.textNode(LONG).toString());

    private ImageWays() {}

    /** @param name of its row */
    record Way(String name, Consumer<ImageStory> doing) {}

    static List<Way> all() {
        List<Way> ways = new ArrayList<>();
        for (Dialect dialect : List.of(Dialect.GUIDE, Dialect.SYNNEFO)) {
            String who = dialect.name().toLowerCase(Locale.ROOT);
            ways.addAll(List.of(
                    new Way(who + " registers", it -> it.register(dialect, "Debian Desktop", false)),
                    new Way(who + " registers publicly", it -> it.register(dialect, "Ubuntu στα ελληνικά 100%", true)),
                    new Way(
                            who + " registers with properties",
                            it -> it.register(
                                    dialect,
                                    "Debian",
                                    false,
                                    "OS.Family",
                                    "linux",
                                    "root-partition",
                                    "1",
                                    "GUI",
                                    "Ω 🐧")),
                    new Way(
                            who + " registers with properties called as fields are",
                            it -> it.register(
                                    dialect,
                                    "Debian",
                                    true,
                                    "size",
                                    "7",
                                    "tags",
                                    "a",
                                    "visibility",
                                    "none",
                                    "id",
                                    "x")),
                    new Way(
                            who + " registers and shares",
                            it -> it.register(dialect, "Debian", false).share(dialect)),
                    new Way(
                            who + " registers again",
                            it -> it.register(dialect, "Debian", true, "a", "1", "b", "2")
                                    .share(dialect)
                                    .register(dialect, "Again", false, "B", "3")),
                    new Way(
                            who + " renames",
                            it -> it.register(dialect, "Debian", false).rename(dialect, " Ü% ")),
                    new Way(
                            who + " publishes",
                            it -> it.register(dialect, "Debian", false).publish(dialect, true)),
                    new Way(
                            who + " publishes no longer",
                            it -> it.register(dialect, "Debian", true).publish(dialect, false)),
                    new Way(
                            who + " publishes no longer what is shared",
                            it -> it.register(dialect, "Debian", true)
                                    .share(dialect)
                                    .publish(dialect, false)),
                    new Way(
                            who + " merges properties",
                            it -> it.register(dialect, "Debian", false, "a", "1", "b", "2", "c", "3")
                                    .update(dialect, "A", "4", "b", "", "new-key", "5")),
                    new Way(
                            who + " says it is unavailable",
                            it -> it.register(dialect, "Debian", true).status(dialect, "unavailable")),
                    new Way(
                            who + " says it is broken",
                            it -> it.register(dialect, "Debian", true).status(dialect, "error")),
                    new Way(
                            who + " says nothing of a community image's visibility",
                            it -> it.create("{\"visibility\": \"community\"}")
                                    .upload()
                                    .publish(dialect, false)),
                    new Way(
                            who + " changes odd properties of v2",
                            it -> it.create(ODD)
                                    .upload()
                                    .update(dialect, "OS-Distro", "new", "trait-hw-cpu-x86-avx2", "", "lines", "3")),
                    new Way(
                            who + " registers again what v2 uploaded",
                            it -> it.create(ODD)
                                    .upload()
                                    .patch("tags", "[\"a\", \"Ω\"]")
                                    .patch("os_hidden", "true")
                                    .patch("min_ram", "512")
                                    .register(dialect, "Again", false, "os_distro", "bsd"))));
        }
        ways.addAll(List.of(
                new Way("v1 registers a file", it -> it.registerLocation("org.openstack__1__os", "dots", "a-b", "c")),
                new Way("v1 reserves", it -> it.reserve("os_distro", "debian")),
                new Way("v1 uploads with POST", it -> it.postBytes("OS_Distro", "Debian", "Ω", "Ω 🐧")),
                new Way("v1 uploads with PUT", it -> it.reserve("a", "1").putBytes()),
                new Way("v1 fails to upload", it -> it.reserve("a", "1").putWrongBytes()),
                new Way(
                        "v1 fails to upload what v2 made",
                        it -> it.create("{\"tags\": [\"a\"]}").putWrongBytes()),
                new Way(
                        "v1 replaces all properties",
                        it -> it.postBytes("a", "1", "b", "2", "c.d", "3").purge("b", "4", "e", "5")),
                new Way(
                        "v1 purges all properties",
                        it -> it.postBytes("a", "1", "b", "2").purge()),
                new Way(
                        "v1 merges properties",
                        it -> it.postBytes("a", "1", "b", "2").merge("b", "4", "a", "", "e", "5")),
                new Way("v1 publishes", it -> it.postBytes().publish(Dialect.GLANCE, true)),
                new Way(
                        "v1 publishes no longer",
                        it -> it.postBytes().publish(Dialect.GLANCE, true).publish(Dialect.GLANCE, false)),
                new Way("v1 shares", it -> it.postBytes().share(Dialect.GLANCE)),
                new Way("v1 shares what is reserved", it -> it.reserve().share(Dialect.GLANCE)),
                new Way("v1 renames", it -> it.postBytes().rename(Dialect.GLANCE, "Ubuntu στα ελληνικά")),
                new Way("v1 protects", it -> it.postBytes().protect()),
                new Way("v1 says what it needs", it -> it.postBytes().need(512, 4)),
                new Way(
                        "v1 purges odd properties of v2",
                        it -> it.create(ODD).patch("tags", "[\"a\"]").upload().purge("os_distro", "bsd", "New", "1")),
                new Way(
                        "v1 merges odd properties of v2",
                        it -> it.create(ODD)
                                .upload()
                                .merge("OS.distro", "1", "trait:hw_cpu_x86_avx2", "", "os_distro", "2")),
                new Way("v1 uploads what v2 made", it -> it.create(ODD).tag("a").putBytes()),
                new Way(
                        "v1 publishes what v2 made community",
                        it -> it.create("{\"visibility\": \"community\"}")
                                .upload()
                                .publish(Dialect.GLANCE, true)),
                new Way("v2 creates of nothing", it -> it.createWithout("{}")),
                new Way("v2 creates of nothing and v1 shows it", it -> it.createWithout("{\"disk_format\": \"iso\"}")),
                new Way(
                        "v2 fails to upload",
                        it -> it.create("{\"name\": \"Debian\"}").uploadInVain()),
                new Way(
                        "v2 fails to upload, and does",
                        it -> it.create("{\"name\": \"Debian\"}")
                                .uploadInVain()
                                .patch("disk_format", "\"raw\"")
                                .upload()),
                new Way(
                        "v2 uploads what v1 reserved",
                        it -> it.reserve("a-b", "1").upload()),
                new Way("v2 creates with everything", it -> it.create("""
                                {"name": "Ω 100%", "visibility": "public", "protected": true, "min_ram": 512,
                                 "min_disk": 4, "tags": ["b", "a", "ÜΩ🐧"], "os_distro": "debian"}""").upload()),
                new Way("v2 creates with odd properties", it -> it.create(ODD).upload()),
                new Way("v2 patches the name", it -> it.create("{}").upload().patch("name", "\"Ω/~\\n\"")),
                new Way(
                        "v2 patches the name away",
                        it -> it.create("{\"name\": \"a\"}").upload().patch("name", "null")),
                new Way(
                        "v2 patches the formats",
                        it -> it.create("{}").patch("disk_format", "\"qcow2\"").patch("container_format", "\"ovf\"")),
                new Way(
                        "v2 patches what it needs",
                        it -> it.create("{}").patch("min_ram", "7").patch("min_disk", "8")),
                new Way("v2 protects", it -> it.create("{}").upload().patch("protected", "true")),
                new Way(
                        "v2 patches tags",
                        it -> it.create("{\"tags\": [\"a\"]}").upload().patch("tags", "[\"b\", \"b\"]")),
                new Way(
                        "v2 tags",
                        it -> it.create("{}").upload().tag("a b/Ω%").tag("b").untag("b")),
                new Way(
                        "v2 tags what guide registered",
                        it -> it.register(Dialect.GUIDE, "a", true).tag("a")),
                new Way(
                        "v2 patches properties",
                        it -> it.create("{\"a\": \"1\", \"b\": \"2\"}")
                                .upload()
                                .patch("A", "\"3\"")
                                .patch("c/d~e", "\"\"")
                                .remove("b")),
                new Way(
                        "v2 patches what guide registered",
                        it -> it.register(Dialect.GUIDE, "a", false, "size", "7", "os-family", "bsd")
                                .patch("OS-Family", "\"linux\"")
                                .patch("visibility", "\"community\"")),
                new Way("v2 deactivates", it -> it.create("{}").upload().act("deactivate")),
                new Way(
                        "v2 reactivates",
                        it -> it.create("{}").upload().act("deactivate").act("reactivate")),
                new Way(
                        "v2 reactivates what guide called broken",
                        it -> it.register(Dialect.GUIDE, "a", true)
                                .status(Dialect.GUIDE, "unavailable")
                                .act("reactivate")),
                new Way("v2 invites", it -> it.create("{}").upload().invite()),
                new Way(
                        "v2 invites, before there are bytes",
                        it -> it.create("{}").invite().answer("accepted")),
                new Way(
                        "v2's member accepts",
                        it -> it.create("{}").upload().invite().answer("accepted")),
                new Way(
                        "v2's member rejects",
                        it -> it.create("{}").upload().invite().answer("rejected")),
                new Way(
                        "v2's member rejects what guide shared",
                        it -> it.register(Dialect.GUIDE, "a", false)
                                .share(Dialect.GUIDE)
                                .answer("rejected")),
                new Way(
                        "v2's member rejects, and guide shares it again",
                        it -> it.register(Dialect.GUIDE, "a", false)
                                .share(Dialect.GUIDE)
                                .publish(Dialect.GUIDE, true)
                                .publish(Dialect.GUIDE, false))));
        for (String visibility : List.of("private", "shared", "community", "public")) {
            String said = "{\"visibility\": \"" + visibility + "\", \"os_hidden\": ";
            ways.addAll(List.of(
                    new Way(
                            "v2 creates what is " + visibility,
                            it -> it.create(said + "false}").upload()),
                    new Way("v2 reserves what is " + visibility, it -> it.create(said + "false}")),
                    new Way(
                            "v2 hides what is " + visibility,
                            it -> it.create(said + "true}").upload()),
                    new Way("v2 reserves what is hidden and " + visibility, it -> it.create(said + "true}")),
                    new Way(
                            "v2 shares and makes " + visibility,
                            it -> it.create("{}")
                                    .upload()
                                    .invite()
                                    .answer("accepted")
                                    .patch("visibility", "\"" + visibility + "\"")),
                    new Way(
                            "v2 shares, hides and makes " + visibility,
                            it -> it.create("{\"os_hidden\": true}")
                                    .upload()
                                    .invite()
                                    .answer("accepted")
                                    .patch("visibility", "\"" + visibility + "\"")),
                    new Way(
                            "v2 invites and makes " + visibility,
                            it -> it.create("{}").upload().invite().patch("visibility", "\"" + visibility + "\"")),
                    new Way(
                            "guide publishes no longer what v2 made " + visibility,
                            it -> it.create(said + "false}").upload().publish(Dialect.GUIDE, false)),
                    new Way(
                            "v1 shares what v2 made " + visibility,
                            it -> it.create(said + "false}").upload().share(Dialect.GLANCE))));
        }
        return ways;
    }
}
