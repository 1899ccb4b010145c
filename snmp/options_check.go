package snmp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/argus-power/argus/snmp/usm"
)

// The protocols that a user can have, weakest first.
var (
	authProtocols = [...]string{usm.MD5, usm.SHA, usm.SHA224, usm.SHA256, usm.SHA384, usm.SHA512}
	privProtocols = [...]string{usm.DES, usm.AES, usm.AES192, usm.AES256, usm.AES192C, usm.AES256C}
)

// AuthProtocols lists the authentication protocols that a user can have, weakest first.
func AuthProtocols() []string { return slices.Clone(authProtocols[:]) }

// PrivProtocols lists the privacy protocols that a user can have, weakest first.
func PrivProtocols() []string { return slices.Clone(privProtocols[:]) }

// Bounds of names and passwords: RFC 3414, section 5 (usmUserName) and section
// 11.2 (passwords); RFC 3411, section 5 (contexts are SnmpAdminStrings).
const (
	maxCommunity = 127 // what gosnmp encodes rightly
	maxUserName  = 32
	minPassword  = 8
	maxContext   = 255
	maxPassword  = 1024
)

// Validate says what is wrong with the options. It never repeats a secret. The
// error wraps [ErrOptions].
func (o Options) Validate() error {
	var wrong string
	switch o.Version {
	case V1, V2c:
		wrong = o.wrongCommunity()
	case V3:
		wrong = o.wrongSecurity()
	default:
		wrong = "version: give 1, 2c or 3"
	}
	switch {
	case wrong != "":
	case o.RequestTimeout < 0:
		wrong = "request timeout: give a time above 0, or nothing for the default"
	case o.Retries < -1 || o.Retries > 100:
		wrong = "retries: give 0 to 100"
	case o.MaxVarbinds < 0 || o.MaxRepetitions < 0:
		wrong = "variables in one request, rows in one answer: give 1 or more, or nothing for the default"
	}
	if wrong == "" {
		return nil
	}
	return fmt.Errorf("%w: %s", ErrOptions, wrong)
}

func (o Options) wrongCommunity() string {
	switch {
	case len(o.Community) > maxCommunity:
		return fmt.Sprintf("community: it has %d bytes, and %d are possible", len(o.Community), maxCommunity)
	case o.Security != nil:
		return "a user needs version 3; take the user away, or give version 3"
	case o.Context != "":
		return "a context needs version 3; take the context away, or give version 3"
	}
	return ""
}

func (o Options) wrongSecurity() string {
	s := o.Security
	switch {
	case o.Community != "":
		return "version 3 knows no community; take it away, or give version 2c"
	case s == nil || s.User == "":
		return "version 3 needs a user"
	case len(s.User) > maxUserName:
		return fmt.Sprintf("user: the name has %d bytes, and %d are possible", len(s.User), maxUserName)
	case len(o.Context) > maxContext:
		return fmt.Sprintf("context: it has %d bytes, and %d are possible", len(o.Context), maxContext)
	}
	if wrong := wrongProtocol("auth", s.AuthProtocol, s.AuthPassword, authProtocols[:]); wrong != "" {
		return wrong
	}
	if wrong := wrongProtocol("priv", s.PrivProtocol, s.PrivPassword, privProtocols[:]); wrong != "" {
		return wrong
	}
	if s.PrivProtocol != "" && s.AuthProtocol == "" {
		return "a priv protocol needs an auth protocol and password, too"
	}
	return ""
}

// wrongProtocol checks one of the two protocols of a user, with its password.
func wrongProtocol(kind, protocol, password string, known []string) string {
	switch {
	case protocol == "" && password == "":
		return ""
	case protocol == "":
		return kind + " password without a protocol: give one of " + strings.Join(known, ", ")
	case !slices.Contains(known, protocol):
		return fmt.Sprintf("%s protocol %.20q is unknown: give one of %s", kind, protocol, strings.Join(known, ", "))
	case password == "":
		return kind + " protocol without a password: give the password"
	case len(password) < minPassword:
		return fmt.Sprintf("%s password: SNMPv3 wants %d characters or more", kind, minPassword)
	case len(password) > maxPassword:
		return fmt.Sprintf("%s password: more than %d bytes are not possible", kind, maxPassword)
	}
	return ""
}
