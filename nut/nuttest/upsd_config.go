//go:build unix

package nuttest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// longestValue is the limit of dummy-ups; upsd has 255.
const longestValue = 127

// configure writes everything but upsd.conf, which needs the port.
func (u *UPSD) configure() error {
	var conf strings.Builder
	// The driver sleeps for 1 s of each interval. In the rest of it, it hears what upsd wants: with
	// an interval of 1 s everything would take longer.
	conf.WriteString("maxretry = 1\npollinterval = 2\n")
	for _, d := range u.options.Devices {
		// The driver reads its file again each time it gets to the end of it.
		fmt.Fprintf(&conf, "[%s]\n\tdriver = dummy-ups\n\tmode = dummy-loop\n\tport = %s\n",
			d.Name, quote(u.path(d.Name+".dev")))
		if d.Description != "" {
			fmt.Fprintf(&conf, "\tdesc = %s\n", quote(d.Description))
		}
		u.vars[d.Name] = maps.Clone(d.Vars)
		if err := u.writeVars(d.Name); err != nil {
			return err
		}
	}
	if err := u.writeFile("ups.conf", conf.String()); err != nil {
		return err
	}
	users := fmt.Sprintf("[%s]\n\tpassword = %s\n\tactions = SET\n\tactions = FSD\n"+
		"\tinstcmds = ALL\n\tupsmon primary\n", UPSDUser, UPSDPassword)
	if err := u.writeFile("upsd.users", users); err != nil {
		return err
	}
	if u.options.TLS {
		return u.makeTLS()
	}
	return nil
}

func (u *UPSD) writeUPSDConf() error {
	var conf strings.Builder
	maxAge := u.options.MaxAge
	if maxAge == 0 {
		maxAge = 3 * time.Second
	}
	fmt.Fprintf(&conf, "LISTEN 127.0.0.1 %s\nSTATEPATH %s\nMAXAGE %d\nALLOW_NO_DEVICE true\n",
		u.port, quote(u.dir), int(maxAge.Seconds()))
	if u.options.MaxConn > 0 {
		fmt.Fprintf(&conf, "MAXCONN %d\n", u.options.MaxConn)
	}
	if u.options.TLS {
		fmt.Fprintf(&conf, "CERTPATH %s\nCERTIDENT %q %q\n", quote(u.path(tlsDir)), tlsName,
			tlsPassword)
	}
	return u.writeFile("upsd.conf", conf.String())
}

// writeVars writes the file that a driver reads its variables from.
func (u *UPSD) writeVars(ups string) error {
	var dev strings.Builder
	vars := u.vars[ups]
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		if n := len(vars[name]); n == 0 || n > longestValue {
			return fmt.Errorf("dummy-ups takes values of 1 to %d bytes, %s has %d", longestValue,
				name, n)
		}
		fmt.Fprintf(&dev, "%s: %s\n", name, quote(vars[name]))
	}
	return u.writeFile(ups+".dev", dev.String())
}

// writeFile replaces a file in one step, because a driver may be reading it.
func (u *UPSD) writeFile(name, content string) error {
	file := u.path(name)
	if err := os.WriteFile(file+".new", []byte(content), 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

func (u *UPSD) path(name string) string { return filepath.Join(u.dir, name) }
