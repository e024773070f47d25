package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.apache.ibatis.exceptions.PersistenceException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.plankton.registry.image.Fault;

/**
 * What was done.
 *
 * @param size of the catalogue
 * @param json as the server writes it, which is not always JSON: it does not escape the quotes in a condition
 * @param found how many rows are the answer
 * @param examined rows of tables and of intermediate results that were looked at
 */
record ListingPlan(int size, String json, int found, long examined) {
    /** Intermediate results are called {@code <…>}, and {@code asked} is what is asked for. */
    private static final Pattern WHOLE_TABLE =
            Pattern.compile("\"table_name\": \"(?!asked\")[^<\"][^\"]*\",\\s*\"access_type\": \"(ALL|index)\"");

    ListingPlan examinesAtMost(long rows) {
        assertThat(examined).as("rows of %d images looked at: %s", size, json).isLessThanOrEqualTo(rows);
        assertThat(WHOLE_TABLE.matcher(json).find())
                .as("a whole table is read: %s", json)
                .isFalse();
        return this;
    }

    ListingPlan finds(int rows) {
        assertThat(found).isEqualTo(rows);
        return this;
    }

    /** It takes a row or none by that key, and nothing else. */
    void isOneRowBy(String key) {
        assertThat(found).isEqualTo(1);
        assertThat(json).contains("\"access_type\": \"const\"", "\"key\": \"" + key + "\"");
        assertThat(examined).as(json).isLessThanOrEqualTo(20); // of which the counting itself takes most
    }

    /** It is given up, and the client is told what to add. */
    static void assertGivenUp(ThrowingCallable statement) {
        assertThatThrownBy(statement)
                .isInstanceOfSatisfying(
                        PersistenceException.class,
                        failure -> assertThat(SqlFailure.fault(failure, "address"))
                                .isInstanceOfSatisfying(
                                        Fault.class,
                                        fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_REQUEST))
                                .hasMessageContaining("add a filter that fewer images pass"));
    }
}
