/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <sys/mount.h>

#include "../../lib/tap.h"
#include "mounts.h"

static struct mounts m;
static char device[PATH_MAX];

static FILE *
text(const char *s)
{
	static char copy[4096];

	snprintf(copy, sizeof(copy), "%s", s);
	return fmemopen(copy, strlen(copy), "r");
}

static void
read_mounts(const char *table, const char *dir)
{
	FILE *f = text(table);

	mounts_read(f, dir, device, &m);
	fclose(f);
}

static void
is_options(const char *options, unsigned long flags, const char *data)
{
	unsigned long got_flags;
	char got[64];

	ok(mounts_options(options, &got_flags, got, sizeof(got)) == 0 &&
		got_flags == flags,
	    "'%s': the flags", options ? options : "(null)");
	is_str(got, data, "and the file system's own");
}

static int
on_device(const char *table, const char *type)
{
	FILE *f = text(table);
	int r = mounts_type_on_device(f, type);

	fclose(f);
	return r;
}

int
main(void)
{
	static const char table[] =
	    "rootfs / rootfs rw 0 0\n"
	    "/dev/nb0 /home reiserfs rw,relatime 0 0\n"
	    "/dev/hdb1 /home/www ext4 rw 0 0\n"
	    "tmpfs /home2 tmpfs rw 0 0\n"
	    "/dev/hdc1 /mnt/with\\040blank vfat ro 0 0\n";
	static const char types[] = "nodev\tsysfs\nnodev\ttmpfs\n\text3\n"
				    "\treiserfs\n";
	unsigned long flags;
	char data[8];
	char type[MOUNTS_TYPE_MAX];
	char many[128 * 16] = "";
	FILE *f;

	read_mounts(table, "/home");
	is_str(device, "/dev/nb0", "the device of a mount");
	is_num((long long)m.count, 2, "and what is at or below its place");
	is_str(m.dir[0], "/home", "the mount itself");
	is_str(m.dir[1], "/home/www", "and the one below, but not /home2");
	read_mounts(table, "/hom");
	ok(device[0] == '\0' && m.count == 0, "a shorter name is no mount");
	read_mounts(table, "/home/www/site");
	ok(device[0] == '\0' && m.count == 0, "nor a place inside of one");
	read_mounts(table, "/mnt/with blank");
	is_str(device, "/dev/hdc1", "a name with a blank is read");
	read_mounts("/dev/a /home ext4 rw 0 0\n/dev/b /home ext4 rw 0 0\n",
	    "/home");
	is_str(device, "/dev/b", "the mount on top of another counts");
	is_num((long long)m.count, 2, "and both are to be unmounted");
	for (int i = 0; i < MOUNTS_MAX + 1; i++)
		strcat(many, "a /h/x tmpfs rw 0 0\n");
	f = text(many);
	errno = 0;
	ok(mounts_read(f, "/h", device, &m) == -1 && errno == E2BIG,
	    "more mounts than there is room for are refused");
	fclose(f);

	is_options(NULL, 0, "");
	is_options("defaults,noauto", 0, "");
	is_options("ro,noatime,data=journal,nodev,barrier=1",
	    MS_RDONLY | MS_NOATIME | MS_NODEV, "data=journal,barrier=1");
	is_options("ro,rw", 0, "");
	is_options(",,sync,", MS_SYNCHRONOUS, "");
	errno = 0;
	ok(mounts_options("data=journal", &flags, data, sizeof(data)) == -1 &&
		errno == E2BIG,
	    "options that are too long are refused");

	is_num(on_device(types, "reiserfs"), 1, "reiserfs is on a device");
	is_num(on_device(types, "tmpfs"), 0, "tmpfs is not");
	is_num(on_device(types, "ext"), -1, "half a name is unknown");
	f = text(types);
	ok(mounts_next_type(f, type) == 0, "there is a type to try");
	is_str(type, "ext3", "the first one on a device");
	ok(mounts_next_type(f, type) == 0 && strcmp(type, "reiserfs") == 0,
	    "then the next");
	is_num(mounts_next_type(f, type), -1, "and then no more");
	fclose(f);
	return tap_done();
}
