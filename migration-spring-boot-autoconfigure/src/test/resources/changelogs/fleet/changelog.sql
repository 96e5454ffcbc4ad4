--liquibase formatted sql

--changeset author:1.0-users
CREATE TABLE fl_users (
    id ${identity},
    name VARCHAR(128) NOT NULL,
    email VARCHAR(128) NOT NULL,
    hashedpassword VARCHAR(128),
    readonly BOOLEAN DEFAULT FALSE NOT NULL,
    latitude DOUBLE PRECISION DEFAULT 0 NOT NULL,
    zoom INT DEFAULT 0 NOT NULL
);
ALTER TABLE fl_users ADD CONSTRAINT uk_user_email UNIQUE (email);
--rollback ALTER TABLE fl_users DROP CONSTRAINT uk_user_email;
--rollback DROP TABLE fl_users;

--changeset author:1.0-devices
CREATE TABLE fl_devices (
    id ${identity},
    name VARCHAR(128) NOT NULL,
    uniqueid VARCHAR(128) NOT NULL,
    lastupdate TIMESTAMP,
    positionid INT,
    groupid INT,
    attributes VARCHAR(4000),
    icon VARCHAR(128)
);
ALTER TABLE fl_devices ADD CONSTRAINT uk_device_uniqueid UNIQUE (uniqueid);
--rollback ALTER TABLE fl_devices DROP CONSTRAINT uk_device_uniqueid;
--rollback DROP TABLE fl_devices;

--changeset author:1.0-groups
CREATE TABLE fl_groups (
    id ${identity},
    name VARCHAR(128) NOT NULL,
    groupid INT
);
--rollback DROP TABLE fl_groups;

--changeset author:1.0-positions
CREATE TABLE fl_positions (
    id INT NOT NULL,
    protocol VARCHAR(128),
    deviceid INT NOT NULL,
    fixtime TIMESTAMP NOT NULL,
    valid BOOLEAN NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    speed FLOAT NOT NULL,
    address VARCHAR(512),
    other VARCHAR(64)
);
ALTER TABLE fl_positions ADD CONSTRAINT pk_positions PRIMARY KEY (id);
--rollback ALTER TABLE fl_positions DROP CONSTRAINT pk_positions;
--rollback DROP TABLE fl_positions;

--changeset author:1.0-links
CREATE TABLE fl_user_device (
    userid INT NOT NULL,
    deviceid INT NOT NULL
);
CREATE TABLE fl_user_group (
    userid INT NOT NULL,
    groupid INT NOT NULL
);
--rollback DROP TABLE fl_user_group;
--rollback DROP TABLE fl_user_device;

--changeset author:1.0-links-keys
ALTER TABLE fl_user_device ADD CONSTRAINT fk_user_device_userid FOREIGN KEY (userid) REFERENCES fl_users (id) ON DELETE CASCADE;
ALTER TABLE fl_user_device ADD CONSTRAINT fk_user_device_deviceid FOREIGN KEY (deviceid) REFERENCES fl_devices (id) ON DELETE CASCADE;
ALTER TABLE fl_user_group ADD CONSTRAINT fk_user_group_userid FOREIGN KEY (userid) REFERENCES fl_users (id) ON DELETE CASCADE;
ALTER TABLE fl_user_group ADD CONSTRAINT fk_user_group_groupid FOREIGN KEY (groupid) REFERENCES fl_groups (id) ON DELETE CASCADE;
ALTER TABLE fl_positions ADD CONSTRAINT fk_positions_deviceid FOREIGN KEY (deviceid) REFERENCES fl_devices (id) ON DELETE CASCADE;
--rollback ALTER TABLE fl_positions DROP CONSTRAINT fk_positions_deviceid;
--rollback ALTER TABLE fl_user_group DROP CONSTRAINT fk_user_group_groupid;
--rollback ALTER TABLE fl_user_group DROP CONSTRAINT fk_user_group_userid;
--rollback ALTER TABLE fl_user_device DROP CONSTRAINT fk_user_device_deviceid;
--rollback ALTER TABLE fl_user_device DROP CONSTRAINT fk_user_device_userid;

--changeset author:1.0-group-keys
ALTER TABLE fl_groups ADD CONSTRAINT fk_groups_groupid FOREIGN KEY (groupid) REFERENCES fl_groups (id) ON DELETE SET NULL ON UPDATE RESTRICT;
ALTER TABLE fl_devices ADD CONSTRAINT fk_devices_groupid FOREIGN KEY (groupid) REFERENCES fl_groups (id) ON DELETE SET NULL;
--rollback ALTER TABLE fl_devices DROP CONSTRAINT fk_devices_groupid;
--rollback ALTER TABLE fl_groups DROP CONSTRAINT fk_groups_groupid;

--changeset author:1.0-admin
INSERT INTO fl_users (id, name, email, hashedpassword) VALUES (1, 'admin', 'admin', 'd33db33f');
INSERT INTO fl_users (id, name, email, readonly, latitude, zoom) VALUES (2, 'Dispatcher ''north''', 'north@example.org', TRUE, 52.520008, 11);
--rollback DELETE FROM fl_users;

--changeset author:1.0-sample
INSERT INTO fl_groups (id, name) VALUES (1, 'All');
INSERT INTO fl_groups (id, name, groupid) VALUES (2, 'Vans', 1);
INSERT INTO fl_devices (id, name, uniqueid, lastupdate, groupid, attributes) VALUES (1, 'Van 1', '100001', '2023-06-01 06:00:00', (SELECT id FROM fl_groups WHERE name = 'Vans'), '{"speedLimit": 80}');
INSERT INTO fl_devices (id, name, uniqueid, icon) VALUES (2, 'Bike', '100002', 'bicycle');
INSERT INTO fl_user_device (userid, deviceid) VALUES ((SELECT id FROM fl_users WHERE email = 'admin'), 1);
INSERT INTO fl_user_device (userid, deviceid) VALUES (2, 2);
INSERT INTO fl_user_group (userid, groupid) VALUES (1, 1);
INSERT INTO fl_positions (id, protocol, deviceid, fixtime, valid, latitude, longitude, speed, address, other) VALUES (1, 'osmand', 1, '2023-06-01 05:59:30', TRUE, 48.137154, 11.576124, 13.5, 'Marienplatz 1, München', '42');
INSERT INTO fl_positions (id, deviceid, fixtime, valid, latitude, longitude, speed) VALUES (2, 2, '2023-06-01 06:00:00', FALSE, -33.8688, 151.2093, 0);
--rollback DELETE FROM fl_positions;
--rollback DELETE FROM fl_user_group;
--rollback DELETE FROM fl_user_device;
--rollback DELETE FROM fl_devices;
--rollback UPDATE fl_groups SET groupid = NULL;
--rollback DELETE FROM fl_groups;

--changeset author:1.1
CREATE INDEX position_deviceid_fixtime ON fl_positions (deviceid, fixtime);
ALTER TABLE fl_devices ADD COLUMN phone VARCHAR(128);
ALTER TABLE fl_devices ADD COLUMN model VARCHAR(128);
ALTER TABLE fl_devices ADD COLUMN disabled BOOLEAN DEFAULT FALSE;
--rollback ALTER TABLE fl_devices DROP COLUMN disabled;
--rollback ALTER TABLE fl_devices DROP COLUMN model;
--rollback ALTER TABLE fl_devices DROP COLUMN phone;
--rollback DROP INDEX position_deviceid_fixtime;

--changeset author:1.2-geofences
CREATE TABLE fl_geofences (
    id ${identity},
    name VARCHAR(128) NOT NULL,
    area VARCHAR(4096) NOT NULL
);
CREATE TABLE fl_group_geofence (
    groupid INT NOT NULL,
    geofenceid INT NOT NULL
);
ALTER TABLE fl_group_geofence ADD CONSTRAINT fk_group_geofence_groupid FOREIGN KEY (groupid) REFERENCES fl_groups (id) ON DELETE CASCADE;
ALTER TABLE fl_group_geofence ADD CONSTRAINT fk_group_geofence_geofenceid FOREIGN KEY (geofenceid) REFERENCES fl_geofences (id) ON DELETE CASCADE;
--rollback ALTER TABLE fl_group_geofence DROP CONSTRAINT fk_group_geofence_geofenceid;
--rollback ALTER TABLE fl_group_geofence DROP CONSTRAINT fk_group_geofence_groupid;
--rollback DROP TABLE fl_group_geofence;
--rollback DROP TABLE fl_geofences;

--changeset author:1.2-geofence-data
INSERT INTO fl_geofences (id, name, area) VALUES (1, 'Depot', 'CIRCLE (48.1 11.5, 200)');
INSERT INTO fl_group_geofence (groupid, geofenceid) VALUES (2, 1);
--rollback DELETE FROM fl_geofences;

--changeset author:2.0-lengthen
ALTER TABLE fl_geofences ALTER COLUMN area TYPE VARCHAR(8192);
ALTER TABLE fl_devices ALTER COLUMN icon TYPE VARCHAR(255);
--rollback ALTER TABLE fl_devices ALTER COLUMN icon TYPE VARCHAR(128);
--rollback ALTER TABLE fl_geofences ALTER COLUMN area TYPE VARCHAR(4096);

--changeset author:2.0-position-numbers
ALTER TABLE fl_positions ALTER COLUMN id TYPE BIGINT;
ALTER TABLE fl_devices ALTER COLUMN positionid TYPE BIGINT;
--rollback ALTER TABLE fl_devices ALTER COLUMN positionid TYPE INT;
--rollback ALTER TABLE fl_positions ALTER COLUMN id TYPE INT;

--changeset author:2.0-last-position
UPDATE fl_devices SET positionid = (SELECT max(p.id) FROM fl_positions p WHERE p.deviceid = fl_devices.id);
ALTER TABLE fl_devices ADD CONSTRAINT fk_devices_positionid FOREIGN KEY (positionid) REFERENCES fl_positions (id) ON DELETE SET NULL;
--rollback ALTER TABLE fl_devices DROP CONSTRAINT fk_devices_positionid;

--changeset author:2.1-other-is-number
ALTER TABLE fl_positions ALTER COLUMN other TYPE INT USING other::INT;
--rollback ALTER TABLE fl_positions ALTER COLUMN other TYPE VARCHAR(64);

--changeset author:2.1-rename
ALTER TABLE fl_positions RENAME COLUMN other TO battery;
ALTER TABLE fl_users RENAME COLUMN readonly TO restricted;
--rollback ALTER TABLE fl_users RENAME COLUMN restricted TO readonly;
--rollback ALTER TABLE fl_positions RENAME COLUMN battery TO other;

--changeset author:2.2-defaults
ALTER TABLE fl_devices ALTER COLUMN disabled DROP DEFAULT;
ALTER TABLE fl_users ALTER COLUMN zoom DROP DEFAULT;
ALTER TABLE fl_users ALTER COLUMN zoom SET DEFAULT 8;
ALTER TABLE fl_devices ALTER COLUMN model SET DEFAULT 'unknown';
ALTER TABLE fl_positions ALTER COLUMN valid SET DEFAULT TRUE;
--rollback ALTER TABLE fl_positions ALTER COLUMN valid DROP DEFAULT;
--rollback ALTER TABLE fl_devices ALTER COLUMN model DROP DEFAULT;
--rollback ALTER TABLE fl_users ALTER COLUMN zoom SET DEFAULT 0;
--rollback ALTER TABLE fl_devices ALTER COLUMN disabled SET DEFAULT FALSE;

--changeset author:2.2-nullable
ALTER TABLE fl_positions ALTER COLUMN speed DROP NOT NULL;
UPDATE fl_positions SET protocol = 'unknown' WHERE protocol IS NULL;
ALTER TABLE fl_positions ALTER COLUMN protocol SET NOT NULL;
--rollback ALTER TABLE fl_positions ALTER COLUMN protocol DROP NOT NULL;
--rollback ALTER TABLE fl_positions ALTER COLUMN speed SET NOT NULL;

--changeset author:2.3-legacy
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT count(*) FROM ${tablesNamed} = 'fl_legacy_settings'
ALTER TABLE fl_legacy_settings RENAME TO fl_servers;
--rollback empty

--changeset author:2.3-server
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM ${tablesNamed} = 'fl_servers'
CREATE TABLE fl_server (
    id ${identity},
    registration BOOLEAN DEFAULT TRUE NOT NULL,
    map VARCHAR(128),
    ratio DECIMAL(8,3) DEFAULT 1.5
);
INSERT INTO fl_server (map) VALUES ('osm');
--rollback DROP TABLE fl_server;

--changeset author:2.3-server-name
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT count(*) FROM ${columnsNamed} = 'fl_server.map'
ALTER TABLE fl_server RENAME TO fl_servers;
ALTER TABLE fl_servers RENAME COLUMN map TO maptype;
--rollback ALTER TABLE fl_servers RENAME COLUMN maptype TO map;
--rollback ALTER TABLE fl_servers RENAME TO fl_server;

--changeset author:2.3-server-again
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM ${columnsNamed} = 'fl_servers.maptype'
ALTER TABLE fl_servers ADD COLUMN maptype VARCHAR(128);
--rollback empty

--changeset author:3.0-link-keys
ALTER TABLE fl_user_device ADD CONSTRAINT pk_user_device PRIMARY KEY (userid, deviceid);
ALTER TABLE fl_group_geofence ADD CONSTRAINT pk_group_geofence PRIMARY KEY (groupid, geofenceid);
--rollback ALTER TABLE fl_group_geofence DROP CONSTRAINT pk_group_geofence;
--rollback ALTER TABLE fl_user_device DROP CONSTRAINT pk_user_device;

--changeset author:3.0-foreign-keys-again
ALTER TABLE fl_user_group DROP CONSTRAINT fk_user_group_userid;
ALTER TABLE fl_user_group DROP CONSTRAINT fk_user_group_groupid;
ALTER TABLE fl_user_group ADD CONSTRAINT fk_user_group_user FOREIGN KEY (userid) REFERENCES fl_users (id) ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE fl_user_group ADD CONSTRAINT fk_user_group_group FOREIGN KEY (groupid) REFERENCES fl_groups (id) ON DELETE CASCADE ON UPDATE CASCADE;
--rollback ALTER TABLE fl_user_group DROP CONSTRAINT fk_user_group_group;
--rollback ALTER TABLE fl_user_group DROP CONSTRAINT fk_user_group_user;
--rollback ALTER TABLE fl_user_group ADD CONSTRAINT fk_user_group_groupid FOREIGN KEY (groupid) REFERENCES fl_groups (id) ON DELETE CASCADE;
--rollback ALTER TABLE fl_user_group ADD CONSTRAINT fk_user_group_userid FOREIGN KEY (userid) REFERENCES fl_users (id) ON DELETE CASCADE;

--changeset author:3.1-email
ALTER TABLE fl_users DROP CONSTRAINT uk_user_email;
ALTER TABLE fl_users ADD COLUMN tenant VARCHAR(64) DEFAULT 'main' NOT NULL;
ALTER TABLE fl_users ADD COLUMN expirationtime TIMESTAMP;
ALTER TABLE fl_users ADD COLUMN devicelimit INT DEFAULT -1;
ALTER TABLE fl_users ADD CONSTRAINT uk_user_tenant_email UNIQUE (tenant, email);
--rollback ALTER TABLE fl_users DROP CONSTRAINT uk_user_tenant_email;
--rollback ALTER TABLE fl_users DROP COLUMN devicelimit;
--rollback ALTER TABLE fl_users DROP COLUMN expirationtime;
--rollback ALTER TABLE fl_users DROP COLUMN tenant;
--rollback ALTER TABLE fl_users ADD CONSTRAINT uk_user_email UNIQUE (email);

--changeset author:3.2-events
CREATE TABLE fl_events (
    id ${bigIdentity},
    type VARCHAR(128) NOT NULL,
    eventtime TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    deviceid INT,
    positionid BIGINT
);
ALTER TABLE fl_events ADD CONSTRAINT fk_events_deviceid FOREIGN KEY (deviceid) REFERENCES fl_devices (id) ON DELETE CASCADE;
INSERT INTO fl_events (type, eventtime, deviceid) VALUES ('deviceOnline', '2023-07-01 00:00:00', 1);
INSERT INTO fl_events (type, eventtime, deviceid, positionid) VALUES ('geofenceEnter', '2023-07-02 12:30:00', 1, 1);
INSERT INTO fl_events (type, eventtime, deviceid) VALUES ('deviceOffline', '2023-07-03 12:30:00', 2);
--rollback DROP TABLE fl_events;

--changeset author:3.2-events-default
ALTER TABLE fl_events ALTER COLUMN eventtime DROP DEFAULT;
--rollback ALTER TABLE fl_events ALTER COLUMN eventtime SET DEFAULT CURRENT_TIMESTAMP;

--changeset author:3.3-trim
DELETE FROM fl_events WHERE type = 'deviceOffline';
UPDATE fl_devices SET disabled = TRUE, phone = '+49 89 123' WHERE uniqueid = '100002';
--rollback empty

--changeset author:3.4-calendars
CREATE TABLE fl_calendars (
    id ${identity},
    name VARCHAR(128) NOT NULL,
    data ${blobType}
);
ALTER TABLE fl_geofences ADD COLUMN calendarid INT;
ALTER TABLE fl_geofences ADD CONSTRAINT fk_geofence_calendar FOREIGN KEY (calendarid) REFERENCES fl_calendars (id) ON DELETE SET NULL;
--rollback ALTER TABLE fl_geofences DROP CONSTRAINT fk_geofence_calendar;
--rollback ALTER TABLE fl_geofences DROP COLUMN calendarid;
--rollback DROP TABLE fl_calendars;

--changeset author:3.4-calendar-data
INSERT INTO fl_calendars (id, name) VALUES (1, 'Working hours');
UPDATE fl_geofences SET calendarid = 1 WHERE id = 1;
--rollback DELETE FROM fl_calendars;

--changeset author:4.0-drop-links
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT count(*) FROM ${tablesNamed} = 'fl_group_geofence'
ALTER TABLE fl_group_geofence DROP CONSTRAINT fk_group_geofence_groupid;
ALTER TABLE fl_group_geofence DROP CONSTRAINT fk_group_geofence_geofenceid;
DROP TABLE fl_group_geofence;
--rollback CREATE TABLE fl_group_geofence (
--rollback     groupid INT NOT NULL,
--rollback     geofenceid INT NOT NULL
--rollback );
--rollback ALTER TABLE fl_group_geofence ADD CONSTRAINT pk_group_geofence PRIMARY KEY (groupid, geofenceid);
--rollback ALTER TABLE fl_group_geofence ADD CONSTRAINT fk_group_geofence_geofenceid FOREIGN KEY (geofenceid) REFERENCES fl_geofences (id) ON DELETE CASCADE;
--rollback ALTER TABLE fl_group_geofence ADD CONSTRAINT fk_group_geofence_groupid FOREIGN KEY (groupid) REFERENCES fl_groups (id) ON DELETE CASCADE;

--changeset author:4.0-drop-columns
ALTER TABLE fl_positions DROP COLUMN address;
ALTER TABLE fl_devices DROP COLUMN icon;
--rollback ALTER TABLE fl_devices ADD COLUMN icon VARCHAR(255);
--rollback ALTER TABLE fl_positions ADD COLUMN address VARCHAR(512);

--changeset author:4.1-maintenance
CREATE TABLE fl_maintenances (
    id ${identity},
    deviceid INT NOT NULL CONSTRAINT fk_maintenance_device REFERENCES fl_devices (id) ON DELETE CASCADE,
    period DOUBLE PRECISION DEFAULT 0 NOT NULL
);
INSERT INTO fl_maintenances (deviceid, period) VALUES (1, 15000.5);
--rollback DROP TABLE fl_maintenances;

--changeset author:4.1-period-check
ALTER TABLE fl_maintenances ADD CONSTRAINT ck_maintenance_period CHECK (period >= 0);
--rollback ALTER TABLE fl_maintenances DROP CONSTRAINT ck_maintenance_period;

--changeset author:4.2-device-index
DROP INDEX position_deviceid_fixtime;
CREATE UNIQUE INDEX position_deviceid_fixtime ON fl_positions (deviceid, fixtime DESC);
--rollback DROP INDEX position_deviceid_fixtime;
--rollback CREATE INDEX position_deviceid_fixtime ON fl_positions (deviceid, fixtime);

--changeset author:4.3-after-all
INSERT INTO fl_positions (id, protocol, deviceid, fixtime, latitude, longitude) VALUES (5000000000, 'teltonika', 2, '2023-08-01 00:00:01', 0.000001, -0.5);
--rollback DELETE FROM fl_positions WHERE id = 5000000000;
