package nuttest

import (
	"fmt"
	"net"
	"slices"
	"strings"
)

// escaper makes a value fit between quotes. '#' is easy to forget: it would begin a comment.
var escaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `#`, `\#`)

func quote(s string) string { return `"` + escaper.Replace(s) + `"` }

// read answers LIST and GET; args are the words behind the verb. Names are echoed as typed.
func (s *Server) read(verb, topic string, args []string, fault Fault) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.fail != "":
		return refusal(s.fail)
	case verb == "LIST" && topic == "UPS":
		return s.listUPS()
	case len(args) < 2:
		return refusal("INVALID-ARGUMENT")
	case topic == "VAR" && verb == "GET" && len(args) > 2 && isServerVar(args[2]):
		return serverVar(args[1], args[2])
	}
	u := s.unit(args[1])
	if u == nil {
		return refusal("UNKNOWN-UPS")
	}
	switch verb + " " + topic {
	case "LIST CLIENT":
		return list("CLIENT "+args[1], s.clients(u))
	case "GET UPSDESC":
		return []string{"UPSDESC " + args[1] + " " + quote(orElse(u.Description, "Unavailable"))}
	}
	if u.fail != "" {
		return refusal(u.fail)
	}
	if fault == Stale {
		return refusal("DATA-STALE")
	}
	if verb == "LIST" {
		return u.list(topic, args[1])
	}
	return s.get(u, topic, args)
}

func (s *Server) listUPS() []string {
	var items []string
	for _, u := range s.units {
		items = append(items, u.Name+" "+quote(orElse(u.Description, "Description unavailable")))
	}
	return list("UPS", items)
}

// list frames items: the first word of what is each line's first word.
func list(what string, items []string) []string {
	lines := []string{"BEGIN LIST " + what}
	for _, item := range items {
		word, ups, found := strings.Cut(what, " ")
		if found {
			item = ups + " " + item
		}
		lines = append(lines, word+" "+item)
	}
	return append(lines, "END LIST "+what)
}

func (u *unit) list(topic, typed string) []string {
	var items []string
	switch topic {
	case "VAR":
		for _, name := range u.names() {
			items = append(items, name+" "+quote(u.Vars[name]))
		}
	case "RW":
		for _, name := range slices.Sorted(slices.Values(u.Writable)) {
			if value, ok := u.variable(name); ok {
				items = append(items, name+" "+quote(value))
			}
		}
	case "CMD":
		items = slices.Sorted(slices.Values(u.Commands))
	default:
		return refusal("INVALID-ARGUMENT")
	}
	return list(topic+" "+typed, items)
}

func (s *Server) get(u *unit, topic string, args []string) []string {
	switch {
	case topic == "NUMLOGINS":
		return []string{fmt.Sprintf("NUMLOGINS %s %d", args[1], len(s.clients(u)))}
	case topic != "VAR" || len(args) < 3:
		return refusal("INVALID-ARGUMENT")
	}
	value, ok := u.variable(args[2])
	if !ok {
		return refusal("VAR-NOT-SUPPORTED")
	}
	return []string{"VAR " + args[1] + " " + args[2] + " " + quote(value)}
}

// clients returns the addresses of those who sent LOGIN for the UPS.
func (s *Server) clients(u *unit) []string {
	var addresses []string
	for c := range s.sessions {
		if strings.EqualFold(c.login, u.Name) {
			host, _, _ := net.SplitHostPort(c.raw.RemoteAddr().String())
			addresses = append(addresses, host)
		}
	}
	return slices.Sorted(slices.Values(addresses))
}

// isServerVar tells the two variables that belong to the server: upsd answers them for any UPS,
// known or not, and lists them nowhere.
func isServerVar(name string) bool {
	return strings.EqualFold(name, "server.info") || strings.EqualFold(name, "server.version")
}

func serverVar(ups, name string) []string {
	value := version
	if strings.EqualFold(name, "server.version") {
		value = "2.8.0"
	}
	return []string{"VAR " + ups + " " + name + " " + quote(value)}
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
