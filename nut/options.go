package nut

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
)

// DefaultPort is the TCP port of NUT, assigned by IANA. An address without a port means this one.
const DefaultPort = "3493"

// Options says how to reach a server. The zero value reads without credentials and without TLS,
// which is what upsd expects of a reader.
type Options struct {
	// Username and Password are sent as USERNAME and PASSWORD, each when it is not empty. upsd only
	// stores them and lets everybody read; some other servers check them at once.
	Username, Password string

	// AllowPlaintextPassword lets a password travel without TLS. Without it such a password is
	// refused before anything is dialled.
	AllowPlaintextPassword bool

	// TLS asks for STARTTLS when it is not nil. A server that refuses it is not read: there is no
	// falling back to plain text. An empty ServerName becomes the host of the address.
	// See [TLSOptions] for the kinds of trust that NUT servers need.
	TLS *tls.Config

	// DialContext opens the connection; nil means a net.Dialer. What it returns should be a
	// *net.TCPConn or implement syscall.Conn: on Linux the package then asks for quick
	// acknowledgements, without which upsd needs 44 ms for each list after the first.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)

	// Limits bounds the answers.
	Limits Limits
}

// String describes the options without the password.
func (o Options) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "nut.Options{Username: %q", o.Username)
	if o.Password != "" {
		b.WriteString(", Password: <secret>")
	}
	fmt.Fprintf(&b, ", TLS: %t}", o.TLS != nil)
	return b.String()
}

// Format prints String for every verb of package fmt, so that none shows the password.
func (o Options) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, o.String()) }

// settings are Options made ready for one address: checked, defaults filled in.
type settings struct {
	Options
	address string
	login   []command // USERNAME and PASSWORD, as far as there are any
}

func (o Options) prepare(address string) (*settings, error) {
	host, port, err := splitAddress(address)
	if err != nil {
		return nil, err
	}
	s := &settings{Options: o, address: net.JoinHostPort(host, port)}
	if err := s.prepareLogin(); err != nil {
		return nil, err
	}
	if s.TLS != nil {
		s.TLS = s.TLS.Clone()
		if s.TLS.ServerName == "" {
			s.TLS.ServerName, _, _ = strings.Cut(host, "%") // a zone is not part of the name
		}
	}
	if s.DialContext == nil {
		// Connections are short and every wait has a deadline: probing them would only cost calls.
		s.DialContext = (&net.Dialer{KeepAlive: -1}).DialContext
	}
	s.Limits = s.Limits.withDefaults()
	return s, nil
}

func (s *settings) prepareLogin() error {
	if s.Password != "" && s.TLS == nil && !s.AllowPlaintextPassword {
		return ErrPlaintextPassword
	}
	for _, c := range []command{
		{verb: giveUsername, ups: s.Username},
		{verb: givePassword, ups: s.Password},
	} {
		if c.ups == "" {
			continue
		}
		if err := checkCredential(c.ups); err != nil {
			return fmt.Errorf("%s: %w", c, err)
		}
		s.login = append(s.login, c)
	}
	return nil
}

// splitAddress takes host:port, or a host alone, which may be an IPv6 address with or without
// brackets.
func splitAddress(address string) (host, port string, err error) {
	if host, port, err = net.SplitHostPort(address); err == nil {
		if host == "" || port == "" {
			return "", "", &net.AddrError{Err: "missing host or port", Addr: address}
		}
		return host, port, nil
	}
	bare := strings.TrimSuffix(strings.TrimPrefix(address, "["), "]")
	if bare == "" || (strings.Contains(bare, ":") && !isIP(bare)) {
		return "", "", err
	}
	return bare, DefaultPort, nil
}
