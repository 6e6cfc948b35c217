#include "sim/sample_fleet.h"

#include <algorithm>
#include <charconv>

namespace shipvote::sim {
namespace {

enum class ShipLine { destroyer, cruiser, battleship, carrier, submarine };

// What a ship is to the filters and to the premium rule (docs/platforms/wargaming.md, "Ship flags and names").
enum class Kind { tree, premium, special, clan_copy, test, supership };

struct Group {
  std::string_view nation;
  ShipLine line;
  Kind kind;
  std::string_view ships;  // "Name tier, Name tier"
};

// Facts of general knowledge about the game: name, nation, tier, type, and how a ship is come by. Two ships are both
// called Vrijheid, as in the game. Ids follow from the position: append, do not insert.
constexpr Group groups[] = {
    {"usa", ShipLine::cruiser, Kind::tree,
     "Erie 1, Chester 2, St. Louis 3, Phoenix 4, Omaha 5, Pensacola 6, New Orleans 7, Baltimore 8, Buffalo 9, Des "
     "Moines 10"},
    {"usa", ShipLine::destroyer, Kind::tree,
     "Sampson 2, Wickes 3, Clemson 4, Nicholas 5, Farragut 6, Mahan 7, Benson 8, Fletcher 9, Gearing 10"},
    {"usa", ShipLine::battleship, Kind::tree,
     "South Carolina 3, Wyoming 4, New York 5, New Mexico 6, Colorado 7, North Carolina 8, Iowa 9, Montana 10"},
    {"usa", ShipLine::carrier, Kind::tree, "Langley 4, Ranger 6, Lexington 8, Midway 10"},
    {"usa", ShipLine::submarine, Kind::tree, "Cachalot 6, Salmon 8, Balao 10"},
    {"japan", ShipLine::cruiser, Kind::tree,
     "Hashidate 1, Chikuma 2, Tenryū 3, Kuma 4, Furutaka 5, Aoba 6, Myōkō 7, Mogami 8, Ibuki 9, Zaō 10"},
    {"japan", ShipLine::destroyer, Kind::tree,
     "Umikaze 2, Wakatake 3, Isokaze 4, Minekaze 5, Fubuki 6, Akatsuki 7, Kagerō 8, Yūgumo 9, Shimakaze 10"},
    {"japan", ShipLine::battleship, Kind::tree,
     "Kawachi 3, Myōgi 4, Kongō 5, Fusō 6, Nagato 7, Amagi 8, Izumo 9, Yamato 10"},
    {"japan", ShipLine::carrier, Kind::tree, "Hōshō 4, Ryūjō 6, Shōkaku 8, Hakuryū 10"},
    {"germany", ShipLine::cruiser, Kind::tree,
     "Hermelin 1, Dresden 2, Kolberg 3, Karlsruhe 4, Königsberg 5, Nürnberg 6, Yorck 7, Admiral Hipper 8, Roon 9, "
     "Hindenburg 10"},
    {"germany", ShipLine::destroyer, Kind::tree,
     "V-25 2, G-101 3, V-170 4, T-22 5, Ernst Gaede 6, Leberecht Maass 7, Z-23 8, Z-46 9, Z-52 10"},
    {"germany", ShipLine::battleship, Kind::tree,
     "Nassau 3, Kaiser 4, König 5, Bayern 6, Gneisenau 7, Bismarck 8, Friedrich der Grosse 9, Preussen 10"},
    {"germany", ShipLine::carrier, Kind::tree, "Rhein 4, Weser 6, August von Parseval 8, Manfred von Richthofen 10"},
    {"germany", ShipLine::submarine, Kind::tree, "U-69 6, U-190 8, U-2501 10"},
    {"uk", ShipLine::cruiser, Kind::tree,
     "Black Swan 1, Weymouth 2, Caledon 3, Danae 4, Emerald 5, Leander 6, Fiji 7, Edinburgh 8, Neptune 9, Minotaur 10"},
    {"uk", ShipLine::battleship, Kind::tree,
     "Bellerophon 3, Orion 4, Iron Duke 5, Queen Elizabeth 6, King George V 7, Monarch 8, Lion 9, Conqueror 10"},
    {"uk", ShipLine::destroyer, Kind::tree,
     "Medea 2, Valkyrie 3, Wakeful 4, Acasta 5, Icarus 6, Jervis 7, Lightning 8, Jutland 9, Daring 10"},
    {"uk", ShipLine::carrier, Kind::tree, "Hermes 4, Furious 6, Implacable 8, Audacious 10"},
    {"uk", ShipLine::submarine, Kind::tree, "Undine 6, Sturdy 8, Thrasher 10"},
    {"ussr", ShipLine::cruiser, Kind::tree,
     "Orlan 1, Novik 2, Bogatyr 3, Svietlana 4, Kotovsky 5, Budyonny 6, Shchors 7, Tallinn 8, Riga 9, Petropavlovsk "
     "10"},
    {"ussr", ShipLine::destroyer, Kind::tree,
     "Storozhevoi 2, Derzki 3, Izyaslav 4, Podvoisky 5, Gnevny 6, Minsk 7, Kiev 8, Tashkent 9, Delny 10"},
    {"ussr", ShipLine::battleship, Kind::tree,
     "Knyaz Suvorov 3, Gangut 4, Pyotr Velikiy 5, Izmail 6, Sinop 7, Vladivostok 8, Sovetsky Soyuz 9, Kremlin 10"},
    {"france", ShipLine::cruiser, Kind::tree,
     "Bougainville 1, Jurien de la Gravière 2, Friant 3, Duguay-Trouin 4, Émile Bertin 5, La Galissonnière 6, Algérie "
     "7, Charles Martel 8, Saint-Louis 9, Henri IV 10"},
    {"france", ShipLine::battleship, Kind::tree,
     "Turenne 3, Courbet 4, Bretagne 5, Normandie 6, Lyon 7, Richelieu 8, Alsace 9, République 10"},
    {"france", ShipLine::destroyer, Kind::tree,
     "Enseigne Gabolde 2, Fusilier 3, Bourrasque 4, Jaguar 5, Guépard 6, Vauquelin 7, Le Fantasque 8, Mogador 9, "
     "Kléber 10"},
    {"italy", ShipLine::cruiser, Kind::tree,
     "Eritrea 1, Nino Bixio 2, Taranto 3, Alberto di Giussano 4, Raimondo Montecuccoli 5, Trento 6, Zara 7, Amalfi 8, "
     "Brindisi 9, Venezia 10"},
    {"italy", ShipLine::battleship, Kind::tree,
     "Dante Alighieri 4, Conte di Cavour 5, Andrea Doria 6, Francesco Caracciolo 7, Vittorio Veneto 8, Lepanto 9, "
     "Cristoforo Colombo 10"},
    {"pan_asia", ShipLine::destroyer, Kind::tree,
     "Longjiang 2, Phra Ruang 3, Shenyang 4, Jianwei 5, Fushun 6, Gadjah Mada 7, Hsienyang 8, Chung Mu 9, Yueyang 10"},
    {"europe", ShipLine::destroyer, Kind::tree,
     "Tátra 2, Romulus 3, Klas Horn 4, Visby 5, Västerås 6, Skåne 7, Öland 8, Östergötland 9, Halland 10"},
    {"pan_america", ShipLine::cruiser, Kind::tree,
     "Hércules 1, Almirante Barroso 2, Vicente Guerrero 3, Córdoba 4, La Argentina 5, Almirante Cochrane 6, Coronel "
     "Bolognesi 7, Ignacio Allende 8, Santander 9, San Martín 10"},
    {"netherlands", ShipLine::cruiser, Kind::tree,
     "Van Kinsbergen 1, Gelderland 2, Java 3, De Ruyter 4, Celebes 5, Kijkduin 6, Eendracht 7, Haarlem 8, Johan de "
     "Witt 9, Gouden Leeuw 10"},
    {"commonwealth", ShipLine::cruiser, Kind::tree,
     "Sutlej 1, Port Jackson 2, Caradoc 3, Dunedin 4, Delhi 5, Hobart 6, Uganda 7, Auckland 8, Encounter 9, Cerberus "
     "10"},
    {"spain", ShipLine::cruiser, Kind::tree,
     "Júpiter 1, Méndez Núñez 2, Navarra 3, Almirante Cervera 4, Galicia 5, Baleares 6, Asturias 7, Cataluña 8, "
     "Andalucía 9, Castilla 10"},
    {"usa", ShipLine::battleship, Kind::premium, "Texas 5, Arizona 6, Massachusetts 8, Missouri 9"},
    {"usa", ShipLine::cruiser, Kind::premium, "Marblehead 5, Atlanta 7, Alaska 9"},
    {"usa", ShipLine::destroyer, Kind::premium, "Sims 7, Kidd 8"},
    {"usa", ShipLine::carrier, Kind::premium, "Saipan 8, Enterprise 8"},
    {"japan", ShipLine::battleship, Kind::premium, "Mikasa 2, ARP Kongō 5, Mutsu 6, Ashitaka 7, Musashi 9"},
    {"japan", ShipLine::cruiser, Kind::premium, "Yūbari 4, Atago 8"},
    {"japan", ShipLine::destroyer, Kind::premium, "Asashio 8"},
    {"japan", ShipLine::carrier, Kind::premium, "Kaga 8"},
    {"germany", ShipLine::cruiser, Kind::premium, "Emden 2, Admiral Graf Spee 6, Prinz Eugen 8"},
    {"germany", ShipLine::battleship, Kind::premium, "Scharnhorst 7, Tirpitz 8, Odin 8"},
    {"germany", ShipLine::carrier, Kind::premium, "Graf Zeppelin 8"},
    {"uk", ShipLine::battleship, Kind::premium, "Warspite 6, Hood 7, Vanguard 8"},
    {"uk", ShipLine::cruiser, Kind::premium, "Belfast 7"},
    {"ussr", ShipLine::cruiser, Kind::premium, "Aurora 3, Murmansk 5"},
    {"ussr", ShipLine::battleship, Kind::premium, "Imperator Nikolai I 4"},
    {"france", ShipLine::battleship, Kind::premium, "Dunkerque 6, Jean Bart 9"},
    {"france", ShipLine::destroyer, Kind::premium, "Le Terrible 8"},
    {"italy", ShipLine::battleship, Kind::premium, "Giulio Cesare 5, Roma 8"},
    {"italy", ShipLine::cruiser, Kind::premium, "Duca d'Aosta 6"},
    {"pan_asia", ShipLine::cruiser, Kind::premium, "Huanghe 6"},
    {"pan_asia", ShipLine::destroyer, Kind::premium, "Anshan 6, Loyang 8"},
    {"europe", ShipLine::battleship, Kind::premium, "Viribus Unitis 5"},
    {"europe", ShipLine::destroyer, Kind::premium, "Błyskawica 7, Orkan 8"},
    {"pan_america", ShipLine::destroyer, Kind::premium, "Juruá 6"},
    {"pan_america", ShipLine::cruiser, Kind::premium, "Nueve de Julio 7"},
    {"pan_america", ShipLine::battleship, Kind::premium, "Atlântico 8"},
    {"netherlands", ShipLine::cruiser, Kind::premium, "De Zeven Provinciën 8, Vrijheid 8"},
    {"commonwealth", ShipLine::destroyer, Kind::premium, "Vampire 3, Haida 7"},
    {"commonwealth", ShipLine::cruiser, Kind::premium, "Perth 6, Mysore 6"},
    {"commonwealth", ShipLine::battleship, Kind::premium, "Yukon 7"},
    {"spain", ShipLine::cruiser, Kind::premium, "Canarias 6"},
    {"usa", ShipLine::cruiser, Kind::special, "Salem 10, Puerto Rico 10"},
    {"japan", ShipLine::cruiser, Kind::special, "Yoshino 10"},
    {"japan", ShipLine::battleship, Kind::special, "Shikishima 10"},
    {"uk", ShipLine::battleship, Kind::special, "Thunderer 10"},
    {"ussr", ShipLine::destroyer, Kind::special, "Khabarovsk 10"},
    {"netherlands", ShipLine::cruiser, Kind::special, "Vrijheid 10"},
    {"pan_america", ShipLine::battleship, Kind::tree, "Libertad 10"},
    {"ussr", ShipLine::cruiser, Kind::special, "Moskva 10"},
    {"usa", ShipLine::battleship, Kind::clan_copy, "[Montana] 10"},
    {"japan", ShipLine::cruiser, Kind::clan_copy, "[Zaō] 10"},
    {"japan", ShipLine::battleship, Kind::clan_copy, "[Yamato] 10"},
    {"usa", ShipLine::destroyer, Kind::clan_copy, "[Gearing] 10"},
    {"germany", ShipLine::battleship, Kind::test, "Odin TE 8"},
    {"uk", ShipLine::battleship, Kind::test, "Cumberland 10"},
    {"japan", ShipLine::battleship, Kind::supership, "Satsuma 11"},
    {"germany", ShipLine::battleship, Kind::supership, "Hannover 11"},
    {"france", ShipLine::cruiser, Kind::supership, "Condé 11"},
    {"usa", ShipLine::cruiser, Kind::supership, "Annapolis 11"},
    {"japan", ShipLine::destroyer, Kind::supership, "Yamagiri 11"},
    {"ussr", ShipLine::destroyer, Kind::supership, "Zorkiy 11"},
    {"uk", ShipLine::carrier, Kind::supership, "Eagle 11"},
    {"usa", ShipLine::carrier, Kind::supership, "United States 11"},
    {"france", ShipLine::battleship, Kind::supership, "Patrie 11"},
    {"usa", ShipLine::battleship, Kind::supership, "Maine 11"},
    {"germany", ShipLine::cruiser, Kind::supership, "Clausewitz 11"},
    {"ussr", ShipLine::cruiser, Kind::supership, "Novosibirsk 11"},
    {"uk", ShipLine::cruiser, Kind::supership, "Edgar 11"},
    {"italy", ShipLine::cruiser, Kind::supership, "Piemonte 11"},
    {"commonwealth", ShipLine::cruiser, Kind::special, "Brisbane 10"},
};

std::string_view type_code(ShipLine line) {
  switch (line) {
    case ShipLine::destroyer: return "Destroyer";
    case ShipLine::cruiser: return "Cruiser";
    case ShipLine::battleship: return "Battleship";
    case ShipLine::carrier: return "AirCarrier";
    case ShipLine::submarine: return "Submarine";
  }
  return {};
}

std::string description(FleetShip const& ship, Kind kind) {
  switch (kind) {
    case Kind::test: return "Test ship.";
    case Kind::clan_copy: return "A copy of " + ship.name.substr(1, ship.name.size() - 2) + ", for Clan Battles only.";
    case Kind::tree:
    case Kind::premium:
    case Kind::special:
    case Kind::supership: break;
  }
  std::string text = std::string(nation_label(ship.nation)) + ": " + std::string(type_label(ship.type));
  return text + (kind == Kind::supership ? ", a supership." : ", tier " + std::to_string(ship.tier) + ".");
}

FleetShip make_ship(Group const& group, std::string_view entry, std::uint32_t number) {
  auto const space = entry.rfind(' ');
  FleetShip ship;
  ship.id = ShipId{first_sample_ship + number};
  ship.id_text = "PSIM" + std::to_string(1000 + number);
  ship.name = entry.substr(0, space);
  std::from_chars(entry.data() + space + 1, entry.data() + entry.size(), ship.tier);
  ship.nation = group.nation;
  ship.type = type_code(group.line);
  ship.is_premium = group.kind == Kind::premium;
  ship.is_special =
      group.kind == Kind::special || group.kind == Kind::clan_copy || (group.kind == Kind::test && ship.tier == 10);
  ship.description = description(ship, group.kind);
  return ship;
}

// Every ship of a tree leads to the next one of its line, as long as there is one.
void link_tree(std::vector<FleetShip>& ships, std::size_t first) {
  for (std::size_t index = first; index + 1 < ships.size(); ++index) {
    ships[index].next_ships.emplace_back(ships[index + 1].id, 2'000LL * ships[index].tier * ships[index].tier);
  }
}

}  // namespace

Fleet sample_fleet() {
  std::vector<FleetShip> ships;
  for (auto const& group : groups) {
    std::size_t const first = ships.size();
    std::string_view rest = group.ships;
    while (!rest.empty()) {
      auto const comma = std::min(rest.find(", "), rest.size());
      ships.push_back(make_ship(group, rest.substr(0, comma), static_cast<std::uint32_t>(ships.size())));
      rest.remove_prefix(std::min(comma + 2, rest.size()));
    }
    if (group.kind == Kind::tree) link_tree(ships, first);
  }
  return make_fleet(std::move(ships));
}

}  // namespace shipvote::sim
