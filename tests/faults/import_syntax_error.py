import helpers.faulty
