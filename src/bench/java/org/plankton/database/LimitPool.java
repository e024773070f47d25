package org.plankton.database;

import javax.sql.DataSource;

/** The service's own pool of connections to the database, for those that are to be as fast as can be with it. */
public final class LimitPool {
    private LimitPool() {}

    /** @param connections how many at most */
    public static DataSource open(String url, String user, String password, int connections) {
        return new ConnectionPool(url, user, password, connections, new Availability()).dataSource();
    }
}
