/**
 * MariaDB: the registry's tables through MyBatis, on a HikariCP pool. The only package that knows SQL's errors and types. The
 * statements themselves are in {@code src/main/resources/org/plankton/registry}, the tables in {@code sql}.
 */
package org.plankton.database;
